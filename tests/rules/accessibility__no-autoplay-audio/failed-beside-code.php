<!DOCTYPE html><html lang="de"><head><title>Freibad</title></head><body><?php if ($offen): ?><p>Heute offen</p><?php endif ?><audio autoplay loop src="wellen.mp3"></audio></body></html>
