using System.Numerics;

namespace Budstikke.Documents.Schematron.Values;

/// <summary>
/// An exact number of any length: rules add up decimals that were doubles (53 digits) and take remainders of bank
/// accounts written as digits (60 of them), and the official engine does so without rounding.
/// </summary>
internal sealed record Big(BigInteger Unscaled, int Scale) : IComparable<Big>
{
    private const int MaxDecimalScale = 28;
    private const int DivisionScale = 18;

    private static readonly BigInteger s_maxMantissa = (BigInteger.One << 96) - 1;

    public static Big Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa =
            ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (BigInteger)(uint)bits[0];
        return new(bits[3] < 0 ? -mantissa : mantissa, value.Scale);
    }

    /// <summary>Exactly what the double is, however many digits that has.</summary>
    public static Big Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0)
            exponent++;
        else
            mantissa |= 1L << 52;
        exponent -= 1075;
        BigInteger whole = bits < 0 ? -mantissa : mantissa;
        return exponent >= 0
            ? new(whole << exponent, 0)
            : new Big(whole * BigInteger.Pow(5, -exponent), -exponent).Stripped();
    }

    public static Big Parse(string digits)
    {
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        return point < 0
            ? new(BigInteger.Parse(digits), 0)
            : new(BigInteger.Parse(digits.Remove(point, 1)), digits.Length - point - 1);
    }

    public bool TryDecimal(out decimal value)
    {
        var small = Scale > MaxDecimalScale ? Stripped() : this;
        var fits = small.Scale <= MaxDecimalScale && BigInteger.Abs(small.Unscaled) <= s_maxMantissa;
        value = 0;
        if (!fits)
            return false;
        var mantissa = BigInteger.Abs(small.Unscaled);
        value = new decimal(
            (int)(uint)(mantissa & uint.MaxValue),
            (int)(uint)((mantissa >> 32) & uint.MaxValue),
            (int)(uint)(mantissa >> 64),
            small.Unscaled.Sign < 0,
            (byte)small.Scale
        );
        return true;
    }

    public double ToDouble() =>
        double.Parse(
            ToString(),
            System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture
        );

    public static Big operator +(Big left, Big right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return new(left.At(scale) + right.At(scale), scale);
    }

    public static Big operator -(Big value) => value with { Unscaled = -value.Unscaled };

    public static Big operator *(Big left, Big right) => new(left.Unscaled * right.Unscaled, left.Scale + right.Scale);

    /// <summary>To 18 places at least, a half rounded towards zero: as the official engine divides.</summary>
    public static Big operator /(Big left, Big right)
    {
        var scale = Math.Max(DivisionScale, Math.Max(left.Scale, right.Scale));
        var (quotient, rest) = BigInteger.DivRem(left.At(scale + right.Scale), right.Unscaled);
        if (BigInteger.Abs(rest) * 2 > BigInteger.Abs(right.Unscaled))
            quotient += left.Unscaled.Sign * right.Unscaled.Sign;
        return new(quotient, scale);
    }

    public static Big operator %(Big left, Big right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return new(BigInteger.Remainder(left.At(scale), right.At(scale)), scale);
    }

    public BigInteger WholeQuotient(Big by)
    {
        var scale = Math.Max(Scale, by.Scale);
        return BigInteger.Divide(At(scale), by.At(scale));
    }

    public BigInteger Truncated() => BigInteger.Divide(Unscaled, BigInteger.Pow(10, Scale));

    public BigInteger Floor()
    {
        var unit = BigInteger.Pow(10, Scale);
        var (quotient, rest) = BigInteger.DivRem(Unscaled, unit);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    public int CompareTo(Big? other)
    {
        var scale = Math.Max(Scale, other!.Scale);
        return At(scale).CompareTo(other.At(scale));
    }

    public override string ToString()
    {
        var (sign, digits) = (Unscaled.Sign < 0 ? "-" : "", BigInteger.Abs(Unscaled).ToString());
        if (Scale == 0)
            return sign + digits;
        digits = digits.PadLeft(Scale + 1, '0');
        var fraction = digits[^Scale..].TrimEnd('0');
        return sign + digits[..^Scale] + (fraction.Length == 0 ? "" : "." + fraction);
    }

    private BigInteger At(int scale) => scale == Scale ? Unscaled : Unscaled * BigInteger.Pow(10, scale - Scale);

    private Big Stripped()
    {
        var (unscaled, scale) = (Unscaled, Scale);
        while (scale > 0 && BigInteger.Remainder(unscaled, 10).IsZero)
            (unscaled, scale) = (unscaled / 10, scale - 1);
        return new(unscaled, scale);
    }
}
