//! Rows as Parquet, column by column, in groups of rows, so that memory does not grow with their number. The same rows
//! make the same bytes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::record::Field;
use parquet::schema::types::{Type, TypePtr};

/// Rows in a group.
const GROUP: usize = 1 << 16;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Whole numbers.
    Whole,
    /// Numbers; NaN means "no case" and becomes an empty cell.
    Number,
    /// Text.
    Text,
    /// Days since 1970-01-01.
    Day,
}

/// The cells of one column in one group of rows.
#[derive(Debug)]
pub enum Cells {
    /// Whole numbers; those above 2^63 wrap.
    Whole(Vec<i64>),
    /// Numbers, `NaN` where the cell is empty.
    Number(Vec<f64>),
    /// Text.
    Text(Vec<ByteArray>),
    /// Days since 1970-01-01.
    Day(Vec<i32>),
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Of a column of whole numbers; seeds above 2^63 wrap.
    Whole(u64),
    /// Of a column of numbers.
    Number(f64),
    /// Of a column of text. Cloning it copies no text.
    Text(ByteArray),
    /// Of a column of days.
    Day(i32),
}

impl Cell {
    /// A cell of text.
    #[must_use]
    pub fn text(text: &str) -> Cell {
        Cell::Text(ByteArray::from(text))
    }
}

/// A table on its way into a file.
pub struct ParquetTable<'w> {
    writer: SerializedFileWriter<&'w mut (dyn Write + Send)>,
    columns: Vec<Cells>,
    rows: usize,
}

impl<'w> ParquetTable<'w> {
    /// Begins a table with columns of these names.
    ///
    /// # Errors
    /// What `out` says.
    pub fn begin(columns: &[(String, Holds)], out: &'w mut (dyn Write + Send)) -> io::Result<Self> {
        let fields = columns.iter().map(|(name, holds)| field(name, *holds)).collect::<Result<Vec<_>, _>>();
        let schema = fields.and_then(|fields| Type::group_type_builder("runs").with_fields(fields).build());
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema.map_err(plain)?), Arc::new(properties));
        let columns = columns.iter().map(|(_, holds)| empty(*holds)).collect();
        Ok(ParquetTable { writer: writer.map_err(plain)?, columns, rows: 0 })
    }

    /// Adds a row, a cell for each column.
    ///
    /// # Errors
    /// What `out` says.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            match (column, cell) {
                (Cells::Whole(all), Cell::Whole(x)) => all.push(x.cast_signed()),
                (Cells::Number(all), Cell::Number(x)) => all.push(x),
                (Cells::Text(all), Cell::Text(text)) => all.push(text),
                (Cells::Day(all), Cell::Day(day)) => all.push(day),
                (column, cell) => return Err(io::Error::other(format!("{cell:?} does not belong into {column:?}"))),
            }
        }
        self.rows += 1;
        if self.rows == GROUP { self.end_group() } else { Ok(()) }
    }

    /// Writes what is left and the directory of the file.
    ///
    /// # Errors
    /// What `out` says.
    pub fn finish(mut self) -> io::Result<()> {
        self.end_group()?;
        self.writer.close().map(drop).map_err(plain)
    }

    fn end_group(&mut self) -> io::Result<()> {
        if self.rows > 0 {
            write_group(&mut self.writer, &mut self.columns).map_err(plain)?;
            self.rows = 0;
        }
        Ok(())
    }
}

fn empty(holds: Holds) -> Cells {
    match holds {
        Holds::Whole => Cells::Whole(Vec::new()),
        Holds::Number => Cells::Number(Vec::new()),
        Holds::Text => Cells::Text(Vec::new()),
        Holds::Day => Cells::Day(Vec::new()),
    }
}

fn field(name: &str, holds: Holds) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match holds {
        Holds::Whole => (Physical::INT64, Some(LogicalType::integer(64, false))),
        Holds::Number => (Physical::DOUBLE, None),
        Holds::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Holds::Day => (Physical::INT32, Some(LogicalType::Date)),
    };
    let repetition = if holds == Holds::Number { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let column = Type::primitive_type_builder(name, physical).with_logical_type(logical).with_repetition(repetition);
    column.build().map(Arc::new)
}

fn write_group<W: Write + Send>(
    writer: &mut SerializedFileWriter<W>,
    columns: &mut [Cells],
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    columns.iter_mut().try_for_each(|column| write_column(&mut group, column))?;
    group.close().map(drop)
}

fn write_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &mut Cells,
) -> Result<(), ParquetError> {
    let Some(mut out) = group.next_column()? else { return Ok(()) };
    match column {
        Cells::Whole(all) => drop(out.typed::<Int64Type>().write_batch(all, None, None)?),
        Cells::Text(all) => drop(out.typed::<ByteArrayType>().write_batch(all, None, None)?),
        Cells::Day(all) => drop(out.typed::<Int32Type>().write_batch(all, None, None)?),
        Cells::Number(all) => {
            let is_there: Vec<i16> = all.iter().map(|x| i16::from(!x.is_nan())).collect();
            let there: Vec<f64> = all.iter().copied().filter(|x| !x.is_nan()).collect();
            out.typed::<DoubleType>().write_batch(&there, Some(&is_there), None)?;
        }
    }
    match column {
        Cells::Whole(all) => all.clear(),
        Cells::Text(all) => all.clear(),
        Cells::Day(all) => all.clear(),
        Cells::Number(all) => all.clear(),
    }
    out.close()
}

/// Some columns of a table, by their names, group by group; no other column is read.
///
/// # Errors
/// What the file system says, what `take` says, or that the file is no table with such columns.
pub fn for_each_group(
    path: &Path,
    columns: &[&str],
    mut take: impl FnMut(&[Cells]) -> io::Result<()>,
) -> io::Result<()> {
    let file = SerializedFileReader::new(File::open(path)?).map_err(plain)?;
    let schema = file.metadata().file_metadata().schema_descr();
    let place = |name: &&str| {
        let place = schema.columns().iter().position(|column| column.name() == *name);
        place.ok_or_else(|| io::Error::other(format!("it has no column {name}")))
    };
    let places = columns.iter().map(place).collect::<io::Result<Vec<usize>>>()?;
    for number in 0..file.num_row_groups() {
        let group = file.get_row_group(number).map_err(plain)?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        let column = |place: &usize| group.get_column_reader(*place).and_then(|reader| read_column(reader, rows));
        take(&places.iter().map(column).collect::<Result<Vec<Cells>, _>>().map_err(plain)?)?;
    }
    Ok(())
}

fn read_column(reader: ColumnReader, rows: usize) -> Result<Cells, ParquetError> {
    Ok(match reader {
        ColumnReader::Int64ColumnReader(reader) => Cells::Whole(all_cells(reader, rows)?.0),
        ColumnReader::ByteArrayColumnReader(reader) => Cells::Text(all_cells(reader, rows)?.0),
        ColumnReader::Int32ColumnReader(reader) => Cells::Day(all_cells(reader, rows)?.0),
        ColumnReader::DoubleColumnReader(reader) => {
            let (there, is_there) = all_cells(reader, rows)?;
            let mut there = there.into_iter();
            let cell = |is_there: i16| if is_there == 1 { there.next().unwrap_or(f64::NAN) } else { f64::NAN };
            Cells::Number(is_there.into_iter().map(cell).collect())
        }
        _ => return Err(ParquetError::General("a column holds what no table of runs holds".into())),
    })
}

/// The cells of a column that are there, and for each row of an optional column whether it is.
fn all_cells<T: DataType>(mut reader: ColumnReaderImpl<T>, rows: usize) -> Result<(Vec<T::T>, Vec<i16>), ParquetError> {
    let (mut cells, mut is_there, mut read) = (Vec::with_capacity(rows), Vec::new(), 0);
    while read < rows {
        match reader.read_records(rows - read, Some(&mut is_there), None, &mut cells)?.0 {
            0 => return Err(ParquetError::EOF("a column is shorter than its group".into())),
            more => read += more,
        }
    }
    Ok((cells, is_there))
}

/// The numbers of some runs in `runs.parquet`, row by row: those of a setting and a replicate, in the order in which
/// they are wanted. NaN stands for an empty cell.
///
/// # Errors
/// What the file system says, or that the file is no such table.
pub fn numbers_of(path: &Path, wanted: &[(u64, u64)]) -> io::Result<Vec<Vec<f64>>> {
    let mut found = vec![Vec::new(); wanted.len()];
    let places: BTreeMap<(u64, u64), usize> = wanted.iter().enumerate().map(|(place, run)| (*run, place)).collect();
    let file = SerializedFileReader::new(File::open(path)?).map_err(plain)?;
    for row in file.get_row_iter(None).map_err(plain)? {
        let row = row.map_err(plain)?;
        let whole = |wanted: &str| {
            row.get_column_iter().find_map(|(name, cell)| match cell {
                Field::ULong(x) if name == wanted => Some(*x),
                _ => None,
            })
        };
        let run = whole("setting").zip(whole("replicate"));
        let Some(place) = run.and_then(|run| places.get(&run)) else { continue };
        let measures = row.get_column_iter().skip_while(|(name, _)| *name != "country").skip(1);
        found[*place].extend(measures.map(|(_, cell)| match cell {
            Field::Double(x) => *x,
            _ => f64::NAN,
        }));
    }
    Ok(found)
}

/// What the disk said, where that is the reason.
fn plain(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(why) => match why.downcast::<io::Error>() {
            Ok(why) => *why,
            Err(why) => io::Error::other(why),
        },
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> Vec<u8> {
        let names = [("seed", Holds::Whole), ("who", Holds::Text), ("date", Holds::Day), ("x", Holds::Number)];
        let columns: Vec<(String, Holds)> = names.iter().map(|(name, holds)| ((*name).to_owned(), *holds)).collect();
        let mut out = Vec::new();
        let mut table = ParquetTable::begin(&columns, &mut out).expect("memory takes it");
        for i in 0..rows {
            let x = if i % 3 == 0 { f64::NAN } else { i as f64 / 7.0 };
            let cells = [Cell::Whole(u64::MAX - i as u64), Cell::text("canada"), Cell::Day(i as i32), Cell::Number(x)];
            table.row(cells).expect("memory takes it");
        }
        table.finish().expect("memory takes it");
        out
    }

    #[test]
    fn rows_come_back_and_make_the_same_bytes_each_time() {
        let bytes = table(GROUP + 5);
        assert_eq!(bytes, table(GROUP + 5));
        let file = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("it is Parquet");
        assert_eq!(file.metadata().num_row_groups(), 2);
        let rows: Vec<_> = file.get_row_iter(None).expect("it has rows").map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), GROUP + 5);
        for i in [0, 1, GROUP + 4] {
            let cells: Vec<Field> = rows[i].get_column_iter().map(|(_, field)| field.clone()).collect();
            let x = if i % 3 == 0 { Field::Null } else { Field::Double(i as f64 / 7.0) };
            let wanted = [Field::ULong(u64::MAX - i as u64), Field::Str("canada".into()), Field::Date(i as i32), x];
            assert_eq!(cells, wanted, "row {i}");
        }
    }

    #[test]
    fn a_full_disk_says_so() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut full = Full;
        let columns = [("x".to_owned(), Holds::Number)];
        let table = ParquetTable::begin(&columns, &mut full).and_then(ParquetTable::finish);
        assert_eq!(table.expect_err("nothing fits").kind(), io::ErrorKind::StorageFull);
    }
}
