using System.Text.Json;

namespace Budstikke.Connect.Reading;

/// <summary>What a body has for each field of the table.</summary>
internal sealed class FieldValues
{
    private readonly Value[] _values;
    private readonly Value[] _lineValues;

    private FieldValues(FieldTable table, Value[] values, Value[] lineValues, IReadOnlyList<string> lineKeys)
    {
        Table = table;
        _values = values;
        _lineValues = lineValues;
        LineKeys = lineKeys;
    }

    /// <summary>Taken, and without effect.</summary>
    public IReadOnlyList<UnknownField> Unknown { get; private init; } = [];

    public FieldTable Table { get; }

    public IReadOnlyList<string> LineKeys { get; }

    public Value this[string path] => this[Table.PlaceOf(path)];

    public Value this[int place] => _values[place];

    public Value OfLine(int line, string path) => OfLine(line, Table.PlaceOf(path));

    public Value OfLine(int line, int place) => _lineValues[line * Table.LineFields.Count + place];

    public static FieldValues Read(JsonElement body, FieldTable table)
    {
        Value[] values = [.. table.Fields.Select(field => ValueOf(body, field))];
        if (table.LineFields.Count == 0)
            return new(table, values, [], []) { Unknown = table.Unknown.In(body, ProductLines.None) };
        var (lines, items) = ProductLines.Of(Child(body, table.Fields[0].Name));
        values[0] = values[0] with { Items = items };
        var taken = items <= FieldTable.MaxLines ? lines : ProductLines.None;
        return new(table, values, ReadLines(taken, table.LineFields), taken.Keys)
        {
            Unknown = table.Unknown.In(body, taken),
        };
    }

    private static Value[] ReadLines(ProductLines lines, IReadOnlyList<Field> fields)
    {
        var values = new Value[lines.Elements.Count * fields.Count];
        var next = 0;
        foreach (var line in lines.Elements)
        foreach (var field in fields)
            values[next++] = Value.Of(Child(line, field.Name), field.Decimals);
        return values;
    }

    private static Value ValueOf(JsonElement body, Field field)
    {
        var around = body;
        foreach (var parent in field.Parents)
            around = Child(around, parent);
        return Value.Of(Child(around, field.Name), field.Decimals);
    }

    /// <summary>Of a name that is there twice, the last counts.</summary>
    private static JsonElement Child(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var child) ? child : default;
}
