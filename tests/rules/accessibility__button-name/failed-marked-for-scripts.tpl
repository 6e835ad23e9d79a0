<div class="row">
<button type="button" component="berth/free" class="small"><i class="sign sign-cross"></i></button>
</div>
