import { IconButton, Box } from '@mui/material';
import Zu from '@mui/icons-material/Close';

export const Kopf = ({ zu }: { zu: () => void }) => (
  <Box>
    <h2>Antrag</h2>
    <IconButton onClick={zu}><span className="kreuz" /></IconButton>
  </Box>
);
