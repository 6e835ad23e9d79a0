<html>
<head><title>Your booking</title></head>
<body>
<div>${name}, your boat is ready.</div>
<div>See <a href="boats.html">all boats</a>.</div>
<div>
  Kind regards<br>
  The harbour office
</div>
</body>
</html>
