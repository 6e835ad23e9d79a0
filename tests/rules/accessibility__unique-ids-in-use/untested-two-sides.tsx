export const Name = ({ long }) => (
  <div>
    <label htmlFor="name">Name</label>
    {long ? <textarea id="name" /> : <input id="name" />}
  </div>
);
