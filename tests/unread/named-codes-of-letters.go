package uebergabe

func geschlechtSchluessel(b string) int {
	switch b {
	case "w":
		return 2
	default:
		return 1
	}
}
