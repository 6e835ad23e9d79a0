import { TextField } from "@mui/material";
export const Eingabe = () => <div><TextField variant="filled" /></div>;
