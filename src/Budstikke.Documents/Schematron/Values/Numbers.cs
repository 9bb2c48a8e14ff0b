using System.Numerics;

namespace Budstikke.Documents.Schematron.Values;

internal enum Operation
{
    Add,
    Subtract,
    Multiply,
    Divide,
    WholeDivide,
    Remainder,
}

/// <summary>Arithmetic as XPath has it: exact where both sides are exact, double where one is.</summary>
internal static class Numbers
{
    /// <summary>Both are numbers.</summary>
    public static Item Compute(Operation operation, Item left, Item right) =>
        left.Kind == ItemKind.Double || right.Kind == ItemKind.Double
            ? OfDoubles(operation, ToDouble(left), ToDouble(right))
            : OfExact(operation, left, right);

    public static double ToDouble(Item number)
    {
        if (number.Kind == ItemKind.Double)
            return number.AsDouble;
        if (number.AsBig is { } big)
            return big.ToDouble();
        var value = number.AsDecimal;
        // The framework's conversion is not always to the nearest double; a whole number's is.
        return value.Scale == 0 && Math.Abs(value) < (1L << 53) ? (double)value : Big.Of(value).ToDouble();
    }

    public static int CompareExact(Item left, Item right) =>
        left.AsBig is null && right.AsBig is null
            ? left.AsDecimal.CompareTo(right.AsDecimal)
            : ToBig(left).CompareTo(ToBig(right));

    public static Big ToBig(Item number) => number.AsBig ?? Big.Of(number.AsDecimal);

    public static Item Negate(Item number) => Compute(Operation.Subtract, Item.Integer(0), number);

    public static Item Abs(Item number)
    {
        if (number.Kind == ItemKind.Double)
            return Item.Of(Math.Abs(number.AsDouble));
        if (number.AsBig is { } big)
            return big.Unscaled.Sign < 0 ? Item.Of(number.Kind, -big) : number;
        return number.AsDecimal < 0 ? Negate(number) : number;
    }

    /// <summary>To a whole number, a half upwards.</summary>
    public static Item Round(Item number)
    {
        if (number.Kind == ItemKind.Double)
            return Item.Of(RoundedDouble(number.AsDouble));
        if (number.AsBig is { } big)
            return Item.Of(number.Kind, new Big((big + new Big(5, 1)).Floor(), 0));
        var value = number.AsDecimal;
        var floor = decimal.Floor(value);
        var rounded = value - floor >= 0.5m ? floor + 1 : floor;
        return number.Kind == ItemKind.Integer ? number : Item.Decimal(rounded);
    }

    public static Item Floor(Item number) =>
        number.Kind == ItemKind.Double
            ? Item.Of(Math.Floor(number.AsDouble))
            : Item.Of(number.Kind, new Big(ToBig(number).Floor(), 0));

    public static Item Ceiling(Item number) => Negate(Floor(Negate(number)));

    private static double RoundedDouble(double value) =>
        double.IsNaN(value) || double.IsInfinity(value) || Math.Abs(value) >= 1L << 52
            ? value
            : Math.Floor(value) + (value - Math.Floor(value) >= 0.5 ? 1 : 0);

    private static Item OfDoubles(Operation operation, double left, double right) =>
        operation switch
        {
            Operation.Add => Item.Of(left + right),
            Operation.Subtract => Item.Of(left - right),
            Operation.Multiply => Item.Of(left * right),
            Operation.Divide => Item.Of(left / right),
            Operation.Remainder => Item.Of(left % right),
            _ => WholeQuotient(left, right),
        };

    private static Item WholeQuotient(double left, double right)
    {
        if (right == 0)
            throw new EvaluationException("FOAR0001", "division by zero");
        var quotient = Math.Truncate(left / right);
        if (double.IsNaN(quotient) || double.IsInfinity(quotient))
            throw new EvaluationException("FOAR0002", "the quotient is no whole number");
        return Item.Of(ItemKind.Integer, Big.Of(quotient));
    }

    private static Item OfExact(Operation operation, Item left, Item right)
    {
        var kind =
            left.Kind == ItemKind.Integer && right.Kind == ItemKind.Integer && operation != Operation.Divide
            || operation == Operation.WholeDivide
                ? ItemKind.Integer
                : ItemKind.Decimal;
        if (operation >= Operation.Divide && IsZero(right))
            throw new EvaluationException("FOAR0001", "division by zero");
        if (
            left.AsBig is null
            && right.AsBig is null
            && TryFast(operation, kind, left.AsDecimal, right.AsDecimal) is { IsNone: false } fast
        )
            return fast;
        return Item.Of(kind, OfBig(operation, ToBig(left), ToBig(right)));
    }

    private static Big OfBig(Operation operation, Big left, Big right) =>
        operation switch
        {
            Operation.Add => left + right,
            Operation.Subtract => left + -right,
            Operation.Multiply => left * right,
            Operation.Divide => left / right,
            Operation.Remainder => left % right,
            _ => new Big(left.WholeQuotient(right), 0),
        };

    private static bool IsZero(Item number) => number.AsBig is { } big ? big.Unscaled.IsZero : number.AsDecimal == 0;

    /// <summary>By decimals, where these are sure to be exact; else nothing.</summary>
    private static Item TryFast(Operation operation, ItemKind kind, decimal left, decimal right)
    {
        var (leftBits, rightBits) = (Bits(left), Bits(right));
        switch (operation)
        {
            case Operation.Add
            or Operation.Subtract when leftBits <= 64 && rightBits <= 64 && Math.Abs(left.Scale - right.Scale) <= 8:
                return Of(kind, operation == Operation.Add ? left + right : left - right);
            case Operation.Multiply when leftBits + rightBits <= 95 && left.Scale + right.Scale <= 28:
                return Of(kind, left * right);
            case Operation.Divide when right == 1m:
                return Of(kind, left);
            case Operation.Divide when right == 100m && leftBits <= 64 && left.Scale <= 16:
                return Of(kind, left * 0.01m);
            case Operation.Remainder when left.Scale == 0 && right.Scale == 0:
                return Of(kind, left % right);
            case Operation.WholeDivide when left.Scale == 0 && right.Scale == 0 && leftBits <= 64:
                return Of(kind, decimal.Truncate(left / right));
            default:
                return Item.None;
        }
    }

    private static Item Of(ItemKind kind, decimal value) =>
        kind == ItemKind.Integer ? Item.Integer(value) : Item.Decimal(value);

    private static int Bits(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        return parts[2] != 0
            ? 64 + BitOperations.Log2((uint)parts[2]) + 1
            : BitOperations.Log2(((ulong)(uint)parts[1] << 32) | (uint)parts[0]) + 1;
    }
}
