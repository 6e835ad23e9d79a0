--
-- PostgreSQL database dump
--

\restrict kLm3x9
SET statement_timeout = 0;
SET search_path = public;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TYPE public.personenstand AS ENUM (
    'ledig',
    'verheiratet',
    'verwitwet'
);

CREATE DOMAIN public.geschlecht_schluessel AS character(1)
    CONSTRAINT geschlecht_schluessel_check CHECK ((VALUE = ANY (ARRAY['m'::bpchar, 'w'::bpchar, 'd'::bpchar, 'x'::bpchar])));

CREATE FUNCTION public.pruefe() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    CREATE TABLE zwischen (geschlecht char(1));
    INSERT INTO lk_anrede VALUES (99, 'nie');
    RETURN NEW;
END;
$$;

--
-- Name: einwohner; Type: TABLE; Schema: public; Owner: meldewesen
--

CREATE TABLE public.einwohner (
    id bigint NOT NULL,
    familienname character varying(120) NOT NULL,
    geschlecht character(1) DEFAULT 'x'::bpchar NOT NULL,
    geschlecht_frueher public.geschlecht_schluessel,
    stand public.personenstand DEFAULT 'ledig'::public.personenstand,
    anrede_id integer,
    wahlrecht boolean DEFAULT true NOT NULL,
    kennzeichen bit varying(5),
    rolle smallint,
    art text,
    gruppe text,
    merkmale jsonb,
    sprachen text[],
    CONSTRAINT ck_geschlecht CHECK ((geschlecht = ANY (ARRAY['m'::bpchar, 'w'::bpchar]))),
    CONSTRAINT ck_rolle CHECK (((rolle >= 1) AND (rolle <= 3))),
    CONSTRAINT ck_art CHECK ((art ~ similar_to_escape('(a|b)'::text))),
    CONSTRAINT ck_gruppe CHECK (((gruppe ~~ 'm'::text) OR (gruppe ~~ 'w'::text))),
    CONSTRAINT ck_beide CHECK (((geschlecht_frueher IS NULL) OR (geschlecht <> (geschlecht_frueher)::bpchar)))
);

COMMENT ON TABLE public.einwohner IS 'Einwohnerinnen und Einwohner';
COMMENT ON COLUMN public.einwohner.geschlecht IS 'm = männlich, w = weiblich; d''accord';

CREATE TABLE public.lk_anrede (
    id integer NOT NULL,
    bezeichnung character varying(40) NOT NULL,
    aktiv boolean DEFAULT true NOT NULL
);

CREATE TABLE public.vorgang (
    id bigint NOT NULL,
    betreff text
);

COPY public.lk_anrede (id, bezeichnung, aktiv) FROM stdin;
1	Herr	t
2	Frau	t
3	Firma	f
4	O'Neill "CREATE TABLE x (	t
\.

COPY public.vorgang (id, betreff) FROM stdin;
1	nicht geschlossen: ' ( $$
\.

SELECT pg_catalog.setval('public.lk_anrede_id_seq', 4, true);

ALTER TABLE ONLY public.einwohner
    ADD CONSTRAINT einwohner_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lk_anrede
    ADD CONSTRAINT lk_anrede_pkey PRIMARY KEY (id);

CREATE INDEX ix_einwohner ON public.einwohner USING btree (geschlecht, familienname);

ALTER TABLE ONLY public.einwohner
    ADD CONSTRAINT einwohner_anrede_fkey FOREIGN KEY (anrede_id) REFERENCES public.lk_anrede(id);
\unrestrict kLm3x9
