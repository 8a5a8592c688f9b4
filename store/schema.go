package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
)

// migrate applies the schema files that the database does not have yet, each in
// a transaction of its own. The n-th file, by name, makes version n.
func (s *Store) migrate(ctx context.Context, conn *sql.Conn) error {
	names, err := fs.Glob(s.engine.schema, "*.sql")
	if err != nil {
		return err
	}
	// A database that is up to date is opened without waiting for its writer.
	var version int
	const newest = `select coalesce(max(version), 0) from schema_version`
	if conn.QueryRowContext(ctx, newest).Scan(&version) == nil && version == len(names) {
		return nil
	}
	if _, err := conn.ExecContext(ctx, `create table if not exists schema_version (version integer not null)`); err != nil {
		return err
	}
	for {
		more, err := s.migrateOne(ctx, conn, names)
		if err != nil || !more {
			return err
		}
	}
}

func (s *Store) migrateOne(ctx context.Context, conn *sql.Conn, names []string) (more bool, err error) {
	if _, err := conn.ExecContext(ctx, s.engine.begin); err != nil {
		return false, err
	}
	defer func() {
		end := "commit"
		if err != nil {
			end = "rollback"
		}
		if _, failed := conn.ExecContext(ctx, end); err == nil {
			err = failed
		}
	}()
	var version int
	if err := conn.QueryRowContext(ctx, `select coalesce(max(version), 0) from schema_version`).Scan(&version); err != nil {
		return false, err
	}
	if version > len(names) {
		return false, fmt.Errorf("it was made by a newer version of tiekartta (schema %d, this program knows %d)", version, len(names))
	}
	if version == len(names) {
		return false, nil
	}
	statements, err := fs.ReadFile(s.engine.schema, names[version])
	if err != nil {
		return false, err
	}
	if _, err := conn.ExecContext(ctx, string(statements)); err != nil {
		return false, fmt.Errorf("%s: %w", names[version], err)
	}
	_, err = conn.ExecContext(ctx, `insert into schema_version (version) values ($1)`, version+1)
	return true, err
}
