SELECT schule_id,
       count(*) FILTER (WHERE s.geschlecht = 'M' AND s.aktiv) AS jungen,
       count(*) FILTER (WHERE s.geschlecht = 'W' AND s.aktiv) AS maedchen
FROM schueler s GROUP BY schule_id;
