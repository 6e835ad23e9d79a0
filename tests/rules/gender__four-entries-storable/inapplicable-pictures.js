export const PORTRAITS = {
  male: '/bilder/portrait_m.svg',
  female: '/bilder/portrait_f.svg',
};
export const LINIENFARBEN = { male: '#0b5394', female: '#a64d79' };
