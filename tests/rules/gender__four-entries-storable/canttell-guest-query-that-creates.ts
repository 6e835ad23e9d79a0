export interface CreateGuestQuery {
  surname: string;
  forename: string;
  gender: 'm' | 'f';
}
