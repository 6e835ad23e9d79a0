import { TextField } from "@mui/material";
export const Ort = ({ t }) => <div><TextField slotProps={{ htmlInput: { "aria-label": t("ort") } }} /></div>;
