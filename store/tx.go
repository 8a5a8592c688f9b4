package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Tx is one transaction. It must not be used after the function that it was
// handed to has returned, nor by several goroutines.
type Tx struct {
	on interface {
		ExecContext(context.Context, string, ...any) (sql.Result, error)
		QueryContext(context.Context, string, ...any) (*sql.Rows, error)
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}
	engine  *engine
	depth   int // of savepoints
	changes int
	// ended is why the database has ended the transaction by itself, as it does
	// on a full disk: from then on a statement would be a transaction of its own.
	ended error
}

// failed sorts an error and notes when it is one that ends the transaction.
func (tx *Tx) failed(err error) error {
	if err == nil {
		return nil
	}
	sorted := tx.engine.sorted(err)
	if tx.ended == nil && tx.engine.ends(err) {
		tx.ended = sorted
	}
	return sorted
}

// Exec runs a statement and returns how many rows it touched. A key that is
// taken is ErrConflict.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	if tx.ended != nil {
		return 0, tx.ended
	}
	result, err := tx.on.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, tx.failed(err)
	}
	return result.RowsAffected()
}

// Rows are the answer to a question.
type Rows struct {
	*sql.Rows
	tx *Tx
}

// Err is what went wrong while reading, if anything did.
func (r *Rows) Err() error { return r.tx.failed(r.Rows.Err()) }

// Query runs a question; the caller closes the rows.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*Rows, error) {
	if tx.ended != nil {
		return nil, tx.ended
	}
	rows, err := tx.on.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, tx.failed(err)
	}
	return &Rows{rows, tx}, nil
}

// Row reads one row into the given places; ErrNotFound when there is none.
func (tx *Tx) Row(ctx context.Context, query string, args []any, into ...any) error {
	if tx.ended != nil {
		return tx.ended
	}
	return tx.failed(tx.on.QueryRowContext(ctx, query, args...).Scan(into...))
}

// Tables lists the tables of the database, by name.
func (tx *Tx) Tables(ctx context.Context) ([]string, error) {
	var tables []string
	err := tx.Each(ctx, tx.engine.tables, nil, func(row map[string]string) error {
		tables = append(tables, row["name"])
		return nil
	})
	return tables, err
}

// Each calls f with every row of the answer to a question, by the names of its
// columns, all as texts. f must not use the transaction.
func (tx *Tx) Each(ctx context.Context, query string, args []any, f func(map[string]string) error) error {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row := make(map[string]string, len(columns))
		for i, column := range columns {
			row[column] = values[i].String
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Change adds a row to the feed. Every write calls it in its transaction.
func (tx *Tx) Change(ctx context.Context, noun, id string) error {
	tx.changes++
	_, err := tx.Exec(ctx, `insert into changes (noun, id, at) values ($1, $2, $3)`, noun, id, Time(time.Now()))
	return err
}

func (e *engine) sorted(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case e.unique(err):
		return fmt.Errorf("%w: %w", ErrConflict, err)
	case e.full(err):
		return fmt.Errorf("%w: %w", ErrFull, err)
	case e.damaged(err):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}
