<!DOCTYPE html>
<html lang="${amt.sprache}">
<head><title>${amt.titel}</title></head>
<body>${self.body()}</body>
</html>
