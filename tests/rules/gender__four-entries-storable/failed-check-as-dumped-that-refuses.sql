CREATE TABLE public.einwohner (
    einwohner_id integer NOT NULL,
    nachname character varying(80),
    geschlecht character(1),
    CONSTRAINT geschlecht_liste CHECK ((geschlecht = ANY (ARRAY['m'::bpchar, 'w'::bpchar, 'd'::bpchar, 'x'::bpchar]))),
    CONSTRAINT geschlecht_ohne CHECK ((geschlecht <> ALL (ARRAY['d'::bpchar, 'x'::bpchar])))
);
