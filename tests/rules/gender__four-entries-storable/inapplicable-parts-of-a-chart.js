const women = guests.filter((guest) => guest.sex === 'f').length;
const men = guests.filter((guest) => guest.sex === 'm').length;
export const chart = { labels: ['Women', 'Men', 'Female', 'Male'], datasets: [{ data: [women, men] }] };
