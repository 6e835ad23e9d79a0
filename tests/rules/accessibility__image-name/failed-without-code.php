<form><img src="a.png"></form>
