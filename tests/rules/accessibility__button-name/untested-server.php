<div>
  <button><?php _e('Weiter'); ?></button>
  <?php echo '<button>'; ?></button>
</div>
<?php $text = '<?xml version="1.0"?> <button></button>'; ?>
