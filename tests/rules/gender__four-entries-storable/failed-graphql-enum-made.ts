import { GraphQLEnumType } from 'graphql';

export const GeschlechtType = new GraphQLEnumType({
  name: 'Geschlecht',
  values: { MAENNLICH: { value: 'm' }, WEIBLICH: { value: 'w' } },
});
