declare const SearchHotelOptions: v.ObjectType<{
  query: v.TextType;
  sex: v.OptionalType<v.ChoiceType<'male' | 'female'>>;
  countries: v.ListType<v.TextType>;
}, {
  query: string;
  sex?: 'male' | 'female' | undefined;
  countries?: string[] | undefined;
}>;

export { SearchHotelOptions };
