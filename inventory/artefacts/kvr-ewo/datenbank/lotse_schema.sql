--
-- PostgreSQL database dump
--

-- Dumped from database version 15.8
-- Dumped by pg_dump version 15.8

SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: lotse; Type: SCHEMA; Schema: -; Owner: lotse_owner
--

CREATE SCHEMA lotse;


ALTER SCHEMA lotse OWNER TO lotse_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: einwohner; Type: TABLE; Schema: lotse; Owner: lotse_owner
--

CREATE TABLE lotse.einwohner (
    einwohner_id bigint NOT NULL,
    ordnungsmerkmal character varying(20) NOT NULL,
    familienname character varying(120) NOT NULL,
    geburtsname character varying(120),
    vornamen character varying(200) NOT NULL,
    rufname character varying(80),
    doktorgrad character varying(20),
    geburtsdatum date NOT NULL,
    geburtsort character varying(80),
    geschlecht character(1) NOT NULL,
    familienstand character(2),
    anschreiben_form character varying(10),
    erfasst_am timestamp without time zone DEFAULT now() NOT NULL,
    geaendert_am timestamp without time zone,
    CONSTRAINT einwohner_anschreiben_form_check CHECK (((anschreiben_form)::text = ANY ((ARRAY['herr'::character varying, 'frau'::character varying, 'neutral'::character varying])::text[]))),
    CONSTRAINT einwohner_familienstand_check CHECK ((familienstand = ANY (ARRAY['LD'::bpchar, 'VH'::bpchar, 'VW'::bpchar, 'GS'::bpchar, 'EA'::bpchar, 'LP'::bpchar, 'LV'::bpchar, 'LA'::bpchar, 'LE'::bpchar, 'NB'::bpchar])))
);


ALTER TABLE lotse.einwohner OWNER TO lotse_owner;

--
-- Name: COLUMN einwohner.geschlecht; Type: COMMENT; Schema: lotse; Owner: lotse_owner
--

COMMENT ON COLUMN lotse.einwohner.geschlecht IS 'DSMeld-Blatt 0701';


--
-- Name: COLUMN einwohner.anschreiben_form; Type: COMMENT; Schema: lotse; Owner: lotse_owner
--

COMMENT ON COLUMN lotse.einwohner.anschreiben_form IS 'Wunsch der Person für Schreiben; leer wird wie neutral behandelt';


--
-- Name: einwohner_einwohner_id_seq; Type: SEQUENCE; Schema: lotse; Owner: lotse_owner
--

CREATE SEQUENCE lotse.einwohner_einwohner_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE lotse.einwohner_einwohner_id_seq OWNED BY lotse.einwohner.einwohner_id;


--
-- Name: schluessel_geschlecht; Type: TABLE; Schema: lotse; Owner: lotse_owner
--

CREATE TABLE lotse.schluessel_geschlecht (
    code character(1) NOT NULL,
    bezeichnung character varying(40) NOT NULL,
    sortierung smallint NOT NULL,
    gueltig_ab date NOT NULL,
    gueltig_bis date
);


ALTER TABLE lotse.schluessel_geschlecht OWNER TO lotse_owner;

--
-- Name: wohnung; Type: TABLE; Schema: lotse; Owner: lotse_owner
--

CREATE TABLE lotse.wohnung (
    wohnung_id bigint NOT NULL,
    einwohner_id bigint NOT NULL,
    wohnungsstatus character varying(10) NOT NULL,
    gemeindeschluessel character(8) NOT NULL,
    strasse character varying(80) NOT NULL,
    hausnummer character varying(10),
    einzug date NOT NULL,
    auszug date,
    CONSTRAINT wohnung_wohnungsstatus_check CHECK (((wohnungsstatus)::text = ANY ((ARRAY['alleinige'::character varying, 'haupt'::character varying, 'neben'::character varying])::text[])))
);


ALTER TABLE lotse.wohnung OWNER TO lotse_owner;

--
-- Data for Name: schluessel_geschlecht; Type: TABLE DATA; Schema: lotse; Owner: lotse_owner
--

COPY lotse.schluessel_geschlecht (code, bezeichnung, sortierung, gueltig_ab, gueltig_bis) FROM stdin;
w	weiblich	1	1970-01-01	\N
m	männlich	2	1970-01-01	\N
d	divers	3	2018-12-22	\N
x	ohne Angabe	4	2013-11-01	\N
\.


--
-- Name: einwohner einwohner_pkey; Type: CONSTRAINT; Schema: lotse; Owner: lotse_owner
--

ALTER TABLE ONLY lotse.einwohner
    ADD CONSTRAINT einwohner_pkey PRIMARY KEY (einwohner_id);


ALTER TABLE ONLY lotse.schluessel_geschlecht
    ADD CONSTRAINT schluessel_geschlecht_pkey PRIMARY KEY (code);


ALTER TABLE ONLY lotse.wohnung
    ADD CONSTRAINT wohnung_pkey PRIMARY KEY (wohnung_id);


--
-- Name: einwohner_name_idx; Type: INDEX; Schema: lotse; Owner: lotse_owner
--

CREATE INDEX einwohner_name_idx ON lotse.einwohner USING btree (familienname, vornamen, geburtsdatum);


--
-- Name: einwohner einwohner_geschlecht_fkey; Type: FK CONSTRAINT; Schema: lotse; Owner: lotse_owner
--

ALTER TABLE ONLY lotse.einwohner
    ADD CONSTRAINT einwohner_geschlecht_fkey FOREIGN KEY (geschlecht) REFERENCES lotse.schluessel_geschlecht(code);


ALTER TABLE ONLY lotse.wohnung
    ADD CONSTRAINT wohnung_einwohner_id_fkey FOREIGN KEY (einwohner_id) REFERENCES lotse.einwohner(einwohner_id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--
