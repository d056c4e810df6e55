-- Generated from duckdb.sql by tests/observed/dialects.py; do not edit.

-- step: people
SELECT
  CAST(ROW_NUMBER() OVER (ORDER BY k.customer) AS INT) AS cust,
  k.customer,
  w.seg,
  k.started,
  k.ended
FROM (
  SELECT
    customer,
    MIN(segment) AS word,
    MIN(started) AS started,
    CASE WHEN COUNT(*) = COUNT(ended) THEN MAX(ended) END AS ended
  FROM customers_raw
  WHERE
    NOT customer IS NULL
  GROUP BY
    customer
) AS k
LEFT JOIN words AS w
  ON w.word = k.word

-- step: facts
SELECT
  p.cust,
  p.seg,
  e.day - p.started AS d,
  e.day,
  e.sec,
  e.event AS name,
  COALESCE(e.who, '') AS who,
  CASE
    WHEN e.deleted = 1
    THEN 1
    WHEN e.customer IS NULL
    THEN 2
    WHEN e.event IS NULL
    THEN 3
    WHEN e.day IS NULL
    THEN 4
    WHEN p.cust IS NULL
    THEN 5
    WHEN p.seg IS NULL
    THEN 6
    WHEN p.started IS NULL
    THEN 7
    WHEN e.day > c.today
    THEN 8
    WHEN e.day < c.since
    THEN 9
    WHEN e.day - p.started < f.opening
    THEN 10
    WHEN e.day > p.ended
    THEN 11
    WHEN e.day - p.started > f.closing
    THEN 12
    ELSE 0
  END AS kind
FROM events_raw AS e
CROSS JOIN params AS c
LEFT JOIN people AS p
  ON p.customer = e.customer
LEFT JOIN frames AS f
  ON f.seg = p.seg

-- step: bounds
SELECT
  CASE WHEN MAX(c.since) > -999999 THEN MAX(c.since) ELSE MIN(f.day) END AS opening,
  MAX(f.day) AS closing,
  MAX(f.sec) AS closing_sec
FROM facts AS f
CROSS JOIN params AS c
WHERE
  f.kind = 0

-- step: life
SELECT
  x.cust,
  x.seg,
  x.lo,
  x.hi
FROM (
  SELECT
    p.cust,
    p.seg,
    GREATEST(f.opening, b.opening - p.started) AS lo,
    LEAST(f.closing, b.closing - p.started, COALESCE(p.ended, 9999999) - p.started) AS hi
  FROM people AS p
  JOIN frames AS f
    ON f.seg = p.seg
  CROSS JOIN bounds AS b
  WHERE
    NOT p.started IS NULL AND NOT b.closing IS NULL
) AS x
WHERE
  x.lo <= x.hi

-- step: seen
SELECT
  f.cust,
  f.seg,
  f.d,
  f.day,
  f.who,
  n.tp,
  n.means,
  n.ch,
  n.counts,
  n.useful,
  n.talk,
  n.allowed
FROM facts AS f
JOIN names AS n
  ON n.seg = f.seg AND n.name = f.name AND f.d >= n.d_from AND f.d <= n.d_to
WHERE
  f.kind = 0

-- step: daily
SELECT
  seg,
  cust,
  who,
  ch,
  d,
  COUNT(*) AS n,
  MAX(useful) AS useful,
  MAX(talk) AS talk
FROM seen
WHERE
  means = 0 AND counts = 1
GROUP BY
  seg,
  cust,
  who,
  ch,
  d

-- step: firsts
SELECT
  seg,
  cust,
  tp,
  MIN(d) AS d
FROM seen
WHERE
  means = 0
GROUP BY
  seg,
  cust,
  tp

-- step: spans
SELECT
  seg,
  lo,
  hi,
  COUNT(*) AS n
FROM life
GROUP BY
  seg,
  lo,
  hi

-- step: counted
SELECT
  seg,
  cust,
  who,
  -1 AS ch,
  d,
  SUM(n) AS n
FROM daily
WHERE
  seg IN (
    SELECT
      seg
    FROM limits
    WHERE
      ch = -1
  )
GROUP BY
  seg,
  cust,
  who,
  d
UNION ALL
SELECT
  x.seg,
  x.cust,
  x.who,
  x.ch,
  x.d,
  x.n
FROM daily AS x
JOIN (
  SELECT DISTINCT
    seg,
    ch
  FROM limits
) AS y
  ON y.seg = x.seg AND y.ch = x.ch

-- step: loads
SELECT
  seg,
  cust,
  who,
  ch,
  d,
  n AS w1,
  SUM(n) OVER (PARTITION BY cust, who, ch ORDER BY d RANGE BETWEEN 6 PRECEDING AND CURRENT ROW) AS w7,
  SUM(n) OVER (PARTITION BY cust, who, ch ORDER BY d RANGE BETWEEN 29 PRECEDING AND CURRENT ROW) AS w30,
  SUM(n) OVER (PARTITION BY cust, who, ch ORDER BY d RANGE BETWEEN 90 PRECEDING AND CURRENT ROW) AS w91
FROM counted

-- step: excesses
SELECT
  l.seg,
  x.budget,
  l.cust,
  l.d
FROM loads AS l
JOIN limits AS x
  ON x.seg = l.seg
  AND x.ch = l.ch
  AND l.d - x.days + 1 >= x.d_from
  AND l.d - x.days + 1 <= x.d_to
WHERE
  CASE x.days WHEN 1 THEN l.w1 WHEN 7 THEN l.w7 WHEN 30 THEN l.w30 ELSE l.w91 END > x.most
UNION
SELECT
  l.seg,
  x.budget,
  l.cust,
  MAX(l.d) AS d
FROM loads AS l
JOIN limits AS x
  ON x.seg = l.seg AND x.ch = l.ch AND l.d >= x.d_from AND l.d <= x.d_from + x.days - 1
WHERE
  x.later = 1
GROUP BY
  l.seg,
  x.budget,
  l.cust,
  l.who,
  x.d_from,
  x.most
HAVING
  SUM(l.w1) > x.most

-- step: exceeding
SELECT
  e.seg,
  e.budget,
  e.cust,
  e.d
FROM excesses AS e
JOIN (
  SELECT DISTINCT
    seg,
    budget,
    days
  FROM limits
) AS x
  ON x.seg = e.seg AND x.budget = e.budget
JOIN life AS l
  ON l.cust = e.cust
WHERE
  l.hi - l.lo + 1 >= x.days

-- step: turns
SELECT
  f.cust,
  f.seg,
  f.sec,
  w.tp,
  w.answers,
  w.promise,
  SUM(1 - w.answers) OVER (
    PARTITION BY f.cust, w.tp
    ORDER BY f.sec, w.answers
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS asked,
  SUM(w.answers) OVER (
    PARTITION BY f.cust, w.tp
    ORDER BY f.sec, w.answers
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS told
FROM facts AS f
JOIN waits AS w
  ON w.seg = f.seg AND w.name = f.name
WHERE
  f.kind = 0

-- step: levels
SELECT
  cust,
  seg,
  sec,
  tp,
  answers,
  promise,
  asked + told AS turn,
  asked - told + answers + GREATEST(
    MAX(told - asked) OVER (
      PARTITION BY cust, tp
      ORDER BY asked + told
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ),
    0
  ) AS depth
FROM turns

-- step: replies
SELECT
  seg,
  tp,
  sec,
  answers,
  promise,
  LEAD(sec) OVER (PARTITION BY cust, tp, depth ORDER BY turn) AS answered
FROM levels

-- step: nobodys
SELECT
  n.seg,
  n.name
FROM (
  SELECT DISTINCT
    seg,
    name
  FROM facts
  WHERE
    kind = 0
) AS n
LEFT JOIN known AS k
  ON k.seg = n.seg AND k.name = n.name
WHERE
  k.seg IS NULL

-- analysis: period
SELECT
  opening,
  closing
FROM bounds
WHERE
  NOT closing IS NULL

-- analysis: rows
SELECT
  kind,
  COUNT(*) AS n,
  SUM(CASE WHEN who = '' THEN 0 ELSE 1 END) AS persons
FROM facts
GROUP BY
  kind

-- analysis: customers
SELECT
  CASE WHEN seg IS NULL THEN 1 WHEN started IS NULL THEN 2 ELSE 0 END AS kind,
  COUNT(*) AS n
FROM people
GROUP BY
  CASE WHEN seg IS NULL THEN 1 WHEN started IS NULL THEN 2 ELSE 0 END

-- analysis: watched
SELECT
  seg,
  0 AS side,
  lo AS d,
  COUNT(*) AS n
FROM life
GROUP BY
  seg,
  lo
UNION ALL
SELECT
  seg,
  1 AS side,
  hi AS d,
  COUNT(*) AS n
FROM life
GROUP BY
  seg,
  hi

-- analysis: days
SELECT
  seg,
  tp,
  d,
  COUNT(*) AS n
FROM seen
WHERE
  means = 0
GROUP BY
  seg,
  tp,
  d

-- analysis: reach
SELECT
  s.seg,
  s.tp,
  COUNT(DISTINCT s.cust) AS customers,
  SUM(CASE WHEN s.day > b.closing - 30 THEN 1 ELSE 0 END) AS recent
FROM seen AS s
CROSS JOIN bounds AS b
WHERE
  s.means = 0
GROUP BY
  s.seg,
  s.tp

-- analysis: due
SELECT
  s.seg,
  x.tp,
  SUM(s.n) AS n
FROM spans AS s
JOIN due AS x
  ON x.seg = s.seg AND s.lo >= x.lo_from AND s.lo <= x.lo_to AND x.latest <= s.hi
GROUP BY
  s.seg,
  x.tp

-- analysis: reached
SELECT
  f.seg,
  f.tp,
  COUNT(*) AS n
FROM firsts AS f
JOIN life AS l
  ON l.cust = f.cust
JOIN due AS x
  ON x.seg = f.seg
  AND x.tp = f.tp
  AND l.lo >= x.lo_from
  AND l.lo <= x.lo_to
  AND x.latest <= l.hi
GROUP BY
  f.seg,
  f.tp

-- analysis: complete
SELECT
  s.seg,
  q.q,
  SUM(s.n) AS n
FROM spans AS s
JOIN quarters AS q
  ON q.seg = s.seg AND s.lo <= q.d_from AND s.hi >= q.d_to
GROUP BY
  s.seg,
  q.q

-- analysis: contacts
SELECT
  z.seg,
  z.q,
  z.load,
  COUNT(*) AS n
FROM (
  SELECT
    y.seg,
    y.cust,
    y.q,
    MAX(y.load) AS load
  FROM (
    SELECT
      x.seg,
      x.cust,
      x.who,
      q.q,
      SUM(x.n) AS load
    FROM daily AS x
    JOIN quarters AS q
      ON q.seg = x.seg AND x.d >= q.d_from AND x.d <= q.d_to
    JOIN life AS l
      ON l.cust = x.cust AND l.lo <= q.d_from AND l.hi >= q.d_to
    GROUP BY
      x.seg,
      x.cust,
      x.who,
      q.q
  ) AS y
  GROUP BY
    y.seg,
    y.cust,
    y.q
) AS z
GROUP BY
  z.seg,
  z.q,
  z.load

-- analysis: judged
SELECT
  s.seg,
  x.budget,
  SUM(s.n) AS n
FROM spans AS s
JOIN (
  SELECT DISTINCT
    seg,
    budget,
    days
  FROM limits
) AS x
  ON x.seg = s.seg AND s.hi - s.lo + 1 >= x.days
GROUP BY
  s.seg,
  x.budget

-- analysis: over_budget
SELECT
  seg,
  budget,
  COUNT(DISTINCT cust) AS n
FROM exceeding
GROUP BY
  seg,
  budget

-- analysis: over_days
SELECT
  seg,
  budget,
  d,
  COUNT(DISTINCT cust) AS n
FROM exceeding
GROUP BY
  seg,
  budget,
  d

-- analysis: silences
SELECT
  z.seg,
  z.gap,
  COUNT(*) AS n
FROM (
  SELECT
    y.seg,
    y.cust,
    MAX(y.gap) AS gap
  FROM (
    SELECT
      x.seg,
      x.cust,
      x.d - LAG(x.d) OVER (PARTITION BY x.cust ORDER BY x.d) AS gap
    FROM (
      SELECT
        w.seg,
        w.cust,
        w.d
      FROM daily AS w
      JOIN frames AS f
        ON f.seg = w.seg
      WHERE
        w.useful = 1 AND w.d >= 0 AND w.d <= f.period
      UNION ALL
      SELECT
        l.seg,
        l.cust,
        GREATEST(l.lo, 0) AS d
      FROM life AS l
      UNION ALL
      SELECT
        l.seg,
        l.cust,
        LEAST(l.hi, f.period) AS d
      FROM life AS l
      JOIN frames AS f
        ON f.seg = l.seg
    ) AS x
    JOIN life AS v
      ON v.cust = x.cust
    JOIN frames AS g
      ON g.seg = x.seg
    WHERE
      LEAST(v.hi, g.period) - GREATEST(v.lo, 0) > g.quiet
  ) AS y
  WHERE
    NOT y.gap IS NULL
  GROUP BY
    y.seg,
    y.cust
) AS z
GROUP BY
  z.seg,
  z.gap

-- analysis: talk_silences
SELECT
  z.seg,
  z.gap,
  COUNT(*) AS n
FROM (
  SELECT
    y.seg,
    y.cust,
    MAX(y.gap) AS gap
  FROM (
    SELECT
      x.seg,
      x.cust,
      x.d - LAG(x.d) OVER (PARTITION BY x.cust ORDER BY x.d) AS gap
    FROM (
      SELECT
        w.seg,
        w.cust,
        w.d
      FROM daily AS w
      JOIN frames AS f
        ON f.seg = w.seg
      WHERE
        w.talk = 1 AND w.d >= 0 AND w.d <= f.period
      UNION ALL
      SELECT
        l.seg,
        l.cust,
        GREATEST(l.lo, 0) AS d
      FROM life AS l
      UNION ALL
      SELECT
        l.seg,
        l.cust,
        LEAST(l.hi, f.period) AS d
      FROM life AS l
      JOIN frames AS f
        ON f.seg = l.seg
    ) AS x
    JOIN life AS v
      ON v.cust = x.cust
    JOIN (
      SELECT DISTINCT
        seg
      FROM names
      WHERE
        counts = 1 AND talk = 1
    ) AS t
      ON t.seg = x.seg
    JOIN frames AS g
      ON g.seg = x.seg
    WHERE
      LEAST(v.hi, g.period) - GREATEST(v.lo, 0) > g.mute
  ) AS y
  WHERE
    NOT y.gap IS NULL
  GROUP BY
    y.seg,
    y.cust
) AS z
GROUP BY
  z.seg,
  z.gap

-- analysis: doubled
SELECT
  x.seg,
  x.tp,
  COUNT(DISTINCT x.cust) AS n
FROM (
  SELECT
    seg,
    tp,
    cust,
    who,
    d
  FROM seen
  WHERE
    means = 0
  GROUP BY
    seg,
    tp,
    cust,
    who,
    d,
    allowed
  HAVING
    COUNT(*) > allowed
) AS x
GROUP BY
  x.seg,
  x.tp

-- analysis: reversed
SELECT
  p.seg,
  p.tp,
  p.later,
  COUNT(*) AS both_seen,
  SUM(CASE WHEN b.d < a.d THEN 1 ELSE 0 END) AS n
FROM pairs AS p
JOIN firsts AS a
  ON a.seg = p.seg AND a.tp = p.tp
JOIN firsts AS b
  ON b.seg = p.seg AND b.tp = p.later AND b.cust = a.cust
JOIN life AS l
  ON l.cust = a.cust
WHERE
  l.lo <= p.d_from
GROUP BY
  p.seg,
  p.tp,
  p.later

-- analysis: happenings
SELECT
  f.seg,
  h.ev,
  COUNT(*) AS n,
  COUNT(DISTINCT f.cust) AS customers
FROM facts AS f
JOIN happenings AS h
  ON h.name = f.name
WHERE
  f.kind = 0 AND f.d >= 0
GROUP BY
  f.seg,
  h.ev

-- analysis: answers
SELECT
  x.seg,
  x.tp,
  x.minutes,
  COUNT(*) AS n
FROM (
  SELECT
    r.seg,
    r.tp,
    CASE
      WHEN NOT r.answered IS NULL
      THEN CAST(FLOOR(CAST((
        r.answered - r.sec
      ) AS DOUBLE PRECISION) / 60.0) AS INT)
      WHEN r.promise >= 0 AND b.closing_sec - r.sec > r.promise * 60
      THEN -1
      ELSE -2
    END AS minutes
  FROM replies AS r
  CROSS JOIN bounds AS b
  WHERE
    r.answers = 0
) AS x
GROUP BY
  x.seg,
  x.tp,
  x.minutes

-- analysis: measured
SELECT
  n.seg,
  n.tp,
  m.metric,
  COUNT(*) AS n,
  COUNT(DISTINCT p.cust) AS customers,
  SUM(m.millionths) AS millionths
FROM measures_raw AS m
CROSS JOIN params AS c
JOIN people AS p
  ON p.customer = m.customer
JOIN names AS n
  ON n.seg = p.seg
  AND n.name = m.event
  AND m.day - p.started >= n.d_from
  AND m.day - p.started <= n.d_to
JOIN metrics AS t
  ON t.tp = n.tp AND t.metric = m.metric
JOIN frames AS f
  ON f.seg = p.seg
WHERE
  NOT m.millionths IS NULL
  AND n.means < 2
  AND m.day <= c.today
  AND m.day >= c.since
  AND m.day - p.started >= f.opening
  AND m.day - p.started <= f.closing
  AND m.day <= COALESCE(p.ended, 9999999)
GROUP BY
  n.seg,
  n.tp,
  m.metric

-- analysis: unplanned
SELECT
  f.seg,
  f.name,
  COUNT(*) AS n,
  COUNT(DISTINCT f.cust) AS customers
FROM facts AS f
JOIN nobodys AS u
  ON u.seg = f.seg AND u.name = f.name
WHERE
  f.kind = 0
GROUP BY
  f.seg,
  f.name
HAVING
  COUNT(DISTINCT f.cust) >= (
    SELECT
      MAX(least_group)
    FROM params
  )

-- analysis: unplanned_days
SELECT
  f.seg,
  f.name,
  f.d,
  COUNT(*) AS n
FROM facts AS f
JOIN (
  SELECT
    g.seg,
    g.name
  FROM facts AS g
  JOIN nobodys AS n
    ON n.seg = g.seg AND n.name = g.name
  WHERE
    g.kind = 0
  GROUP BY
    g.seg,
    g.name
  HAVING
    COUNT(DISTINCT g.cust) >= (
      SELECT
        MAX(least_group)
      FROM params
    )
) AS u
  ON u.seg = f.seg AND u.name = f.name
WHERE
  f.kind = 0
GROUP BY
  f.seg,
  f.name,
  f.d

-- analysis: strangers
SELECT
  COUNT(DISTINCT name) AS n
FROM nobodys
