package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// Backup writes a copy of the database, as it is at one moment, to a new file,
// while others go on writing.
func (s *Store) Backup(ctx context.Context, path string) error {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(on any) error {
		source, ok := on.(interface {
			NewBackup(path string) (*sqlite.Backup, error)
		})
		if !ok {
			return errors.New("this database engine has no backup of its own")
		}
		backup, err := source.NewBackup(path)
		if err != nil {
			return fmt.Errorf("backup to %s: %w", path, s.engine.sorted(err))
		}
		// All pages in one step: a copy in steps starts anew with each write.
		_, err = backup.Step(-1)
		return s.engine.sorted(errors.Join(err, backup.Finish()))
	})
}

// Damage checks the database file from end to end and returns what is wrong.
func (s *Store) Damage(ctx context.Context) ([]string, error) {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	damage, err := complaints(ctx, conn, "pragma integrity_check")
	if err == nil {
		var broken string
		err = conn.QueryRowContext(ctx, `select "table" from pragma_foreign_key_check limit 1`).Scan(&broken)
		if err == nil {
			damage = append(damage, "a row of "+broken+" refers to one that is missing")
		}
	}
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = nil
	case s.engine.damaged(err): // so that it cannot even be checked to its end
		damage, err = append(damage, err.Error()), nil
	}
	return damage, err
}

func complaints(ctx context.Context, conn *sql.Conn, pragma string) ([]string, error) {
	rows, err := conn.QueryContext(ctx, pragma)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		if line != "ok" {
			list = append(list, line)
		}
	}
	return list, rows.Err()
}
