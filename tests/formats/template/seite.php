<?php require 'kopf.php'; $g = $person['geschlecht']; ?>
<form id="person" method="post">
<select name="geschlecht">
<option value="m" <?php if ($g == 'm') echo 'selected'; ?>>männlich</option>
<option value="w" <?= $g == 'w' ? 'selected' : '' ?>>weiblich</option>
</select>
<?php foreach ($liste as $e): ?><input type="radio" name="sex" value="<?= $e ?>"><?php endforeach; ?>
</form>
<?php if ($g == 'm'): ?>Sehr geehrter Herr<?php else: ?>Sehr geehrte Frau<?php endif; ?> <?= $name ?>
<?php if ($person->anrede == 'Herr') { ?>Lieber<?php } else { ?>Liebe<?php } ?> <?= $vorname ?>
