--
-- PostgreSQL database dump
--

-- Dumped from database version 16.4
-- Dumped by pg_dump version 16.4

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;

CREATE TABLE public.hund (
    hund_id integer NOT NULL,
    halter_id integer NOT NULL,
    rufname character varying(40),
    rasse character varying(60) NOT NULL,
    geschlecht character(1),
    kastriert boolean,
    wurfdatum date,
    chipnummer character(15),
    steuermarke integer NOT NULL,
    angemeldet_ab date NOT NULL,
    abgemeldet_zum date,
    CONSTRAINT hund_geschlecht_check CHECK ((geschlecht = ANY (ARRAY['r'::bpchar, 'h'::bpchar])))
);

COMMENT ON COLUMN public.hund.geschlecht IS 'r = Rüde, h = Hündin';

CREATE TABLE public.halter (
    halter_id integer NOT NULL,
    kassenzeichen character varying(20) NOT NULL,
    nachname character varying(80) NOT NULL,
    vorname character varying(80) NOT NULL,
    strasse character varying(80) NOT NULL,
    plz character(5) NOT NULL,
    ort character varying(60) NOT NULL
);

ALTER TABLE ONLY public.hund
    ADD CONSTRAINT hund_pkey PRIMARY KEY (hund_id);
ALTER TABLE ONLY public.halter
    ADD CONSTRAINT halter_pkey PRIMARY KEY (halter_id);
ALTER TABLE ONLY public.hund
    ADD CONSTRAINT hund_halter_fkey FOREIGN KEY (halter_id) REFERENCES public.halter(halter_id);

--
-- PostgreSQL database dump complete
--
