export const people = range(20).map((i) => ({ geschlecht: i % 2 === 0 ? 'm' : 'w' }));
