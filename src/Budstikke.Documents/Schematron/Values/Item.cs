using System.Runtime.InteropServices;

namespace Budstikke.Documents.Schematron.Values;

/// <summary>What an item is, and what the compiler knows that an expression's items will be.</summary>
internal enum ItemKind : byte
{
    None,
    Node,
    Boolean,
    Text,

    /// <summary>A node's value before anything has said what it is.</summary>
    Untyped,
    Integer,
    Decimal,
    Double,
    Date,

    /// <summary>Not known before the document is there.</summary>
    Any,
}

/// <summary>One item of XPath's data model, or none. Numbers that 28 digits hold are decimals, others a Big.</summary>
[StructLayout(LayoutKind.Explicit)]
internal readonly struct Item
{
    [FieldOffset(0)]
    private readonly object? _object;

    [FieldOffset(8)]
    private readonly decimal _decimal;

    [FieldOffset(8)]
    private readonly double _double;

    [FieldOffset(24)]
    private readonly int _integer;

    [FieldOffset(28)]
    public readonly ItemKind Kind;

    private Item(ItemKind kind, object? value = null, int integer = 0)
    {
        Kind = kind;
        _object = value;
        _integer = integer;
    }

    private Item(ItemKind kind, decimal value)
    {
        Kind = kind;
        _decimal = value;
    }

    private Item(double value)
    {
        Kind = ItemKind.Double;
        _double = value;
    }

    public static Item None => default;

    public bool IsNone => Kind == ItemKind.None;
    public bool IsNumber => Kind is ItemKind.Integer or ItemKind.Decimal or ItemKind.Double;
    public bool IsText => Kind is ItemKind.Text or ItemKind.Untyped;

    public int AsNode => _integer;
    public bool AsBoolean => _integer != 0;
    public string AsText => (string)_object!;
    public double AsDouble => _double;
    public decimal AsDecimal => _decimal;

    /// <summary>Days since year 1 and, beside them, the minutes of the zone.</summary>
    public long AsDate => (long)_decimal;

    /// <summary>The number where no decimal holds it, else null.</summary>
    public Big? AsBig => _object as Big;

    public static Item Node(int node) => new(ItemKind.Node, null, node);

    public static Item Of(bool value) => new(ItemKind.Boolean, null, value ? 1 : 0);

    public static Item Of(string value) => new(ItemKind.Text, value);

    public static Item Untyped(string value) => new(ItemKind.Untyped, value);

    public static Item Of(double value) => new(value);

    public static Item Integer(decimal value) => new(ItemKind.Integer, value);

    public static Item Decimal(decimal value) => new(ItemKind.Decimal, value);

    public static Item Date(long minutes) => new(ItemKind.Date, (decimal)minutes);

    public static Item Of(ItemKind kind, Big value) =>
        value.TryDecimal(out var small) ? new(kind, small) : new(kind, (object)value);

    /// <summary>The same number under the other exact type.</summary>
    public Item As(ItemKind kind) => AsBig is { } big ? new(kind, big) : new(kind, _decimal);
}
