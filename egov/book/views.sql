-- Behind the tables of egov.sqlite: one view for each chapter's main question, and names to search.

CREATE VIEW chapter_01_bands AS -- how many units stand in each band, year by year?
SELECT b.unit_type, b.year, v.position AS band_order, b.value AS band, count(*) AS units
FROM capacity_bands b
JOIN dictionary_values v ON v."table" = 'capacity_bands' AND v."column" = 'value' AND v.value = b.value
WHERE b.mention = 1
GROUP BY b.unit_type, b.year, v.position, b.value;

CREATE VIEW chapter_02_indicators AS -- where are the published means of the indicators high and low?
SELECT i.unit_type, i.code, i.level, i.parent, i.name_zh, i.name_en, m.year, m.value AS mean, n.value AS units_above
FROM indicators i
JOIN capacity_means m ON (m.unit_type, m.code, m.measure, m.mention) = (i.unit_type, i.code, 'mean', 1)
LEFT JOIN capacity_means n
  ON (n.unit_type, n.code, n.year, n.measure, n.mention) = (i.unit_type, i.code, m.year, 'n_above', 1)
WHERE i.mention = 1;

CREATE VIEW chapter_03_audit AS -- do the printed figures agree with each other?
SELECT kind, verdict, count(*) AS checks FROM audit GROUP BY kind, verdict;

CREATE VIEW chapter_04_gaps AS -- how large are the gaps between regions, and could they be chance?
SELECT g.unit_type, g.year, g.contrast, g.method, g.weighting, g.estimate, g.lower, g.upper, g.level, g.n,
  t.effect AS cliffs_delta, t.p_holm
FROM regional_gaps g
LEFT JOIN region_tests t
  ON (t.unit_type, t.year, t.contrast, t.statistic) = (g.unit_type, g.year, g.contrast, 'cliffs_delta');

CREATE VIEW chapter_05_moves AS -- who rose, stayed or fell, from one year to the next?
SELECT t.unit_type, t.from_year, t.to_year, sum(t.count) AS units,
  sum(t.count * (b.position > a.position)) AS rose,
  sum(t.count * (b.position = a.position)) AS stayed,
  sum(t.count * (b.position < a.position)) AS fell
FROM transitions t
JOIN dictionary_values a ON (a."table", a."column", a.value) = ('capacity_bands', 'value', t.from_band)
JOIN dictionary_values b ON (b."table", b."column", b.value) = ('capacity_bands', 'value', t.to_band)
GROUP BY t.unit_type, t.from_year, t.to_year;

CREATE VIEW chapter_06_hardware AS -- what do the releases of the hardware index add up to?
SELECT month, family, component, component_en, kind, value, lower, upper FROM hardware_series WHERE parent IS NULL;

CREATE VIEW chapter_07_un_index AS -- what moved China's UN index, from edition to edition?
SELECT from_edition, to_edition, kind, part, value FROM egdi_decomposition;

CREATE VIEW chapter_08_recovered AS -- what do the documents imply about the scores that nobody printed?
SELECT r.province, u.name_en, r.tier, r.lower, r.upper, r.ranks
FROM bizenv_recovered r JOIN units u ON (u.unit_type, u.unit) = ('province', r.province);

-- Three letters or more: MATCH '办事指南'. Two, as most places have: instr(name, '北京'); LIKE finds none in SQLite 3.40.
CREATE VIRTUAL TABLE names USING fts5 (name, english, kind UNINDEXED, "table" UNINDEXED, tokenize = 'trigram');
INSERT INTO names SELECT name_zh, name_en, unit_type, 'units' FROM units;
INSERT INTO names SELECT name_zh, name_en, 'indicator ' || code, 'indicators' FROM indicators WHERE mention = 1;
INSERT INTO names SELECT DISTINCT name_zh, '', 'institution', 'institutions' FROM institutions;
INSERT INTO names SELECT DISTINCT title_zh, '', 'plan', 'policies' FROM policies;
INSERT INTO names SELECT DISTINCT component, component_en, 'component', 'hardware_index' FROM hardware_index;
INSERT INTO names SELECT '', metric_en, 'count', 'platform_counters' FROM platform_counters GROUP BY metric_en;
INSERT INTO names SELECT coalesce(title_zh, ''), title_en, 'source', 'sources' FROM sources;
INSERT INTO names SELECT '', title, 'table', "table" FROM dictionary_tables;
INSERT INTO names (names) VALUES ('optimize');
