{% extends 'base.html.twig' %}
<html>
<head><title>Antrag</title></head>
<body><nav><a href="/">Start</a></nav><main><h1>Antrag</h1></main></body>
</html>
