package residents

type Row struct {
	C1 string `json:"surname"`
	C4 string `json:"gender,omitempty"`
}
