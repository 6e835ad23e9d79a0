export function Picker({ onChange }) {
  return (
    <ContentSwitcher onChange={onChange}>
      <Switch name="female">Women</Switch>
      <Switch name="male">Men</Switch>
    </ContentSwitcher>
  );
}
