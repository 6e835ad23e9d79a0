/* @flow */
export type Resident = {|
  surname: string,
  gender?: ?('m' | 'f'),
|};
