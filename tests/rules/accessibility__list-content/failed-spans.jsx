export const Boats = ({ boats }) => <ul>{boats.map((boat) => <span key={boat}>{boat}</span>)}</ul>;
