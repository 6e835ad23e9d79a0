export const Link = ({ role }) => <div><a role={role} onClick={open}>Open the map</a></div>;
