using System.Runtime.InteropServices;

namespace Budstikke.Connect.Reading;

/// <summary>
/// Reads what PHP's <c>is_numeric</c> takes (sign, point, exponent) as a decimal, whatever its length: one pass, no
/// exception. What is beyond every limit becomes a number that is beyond every limit.
/// </summary>
internal static class Numeric
{
    /// <summary>Above every limit of a field, and small enough that rounding it cannot overflow.</summary>
    private const decimal Beyond = 1e18m;

    private const int BeyondDigits = 18;

    /// <summary>Our limits need 9 digits and 8 decimals; what is cut off here cannot change a rounding away from
    /// zero.</summary>
    private const int KeptDigits = 18;

    private const int MaxScale = 28;
    private const int MaxExponent = 100_000_000;

    private static readonly decimal[] s_powers = Powers();

    /// <summary>Rounded away from zero to <paramref name="decimals"/>; null when the text is no number.</summary>
    public static decimal? Read(ReadOnlySpan<char> text, int decimals)
    {
        var rest = text;
        var negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
            rest = rest[1..];
        var digits = new Digits();
        var whole = digits.Take(ref rest, isFraction: false);
        var fraction = 0;
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            fraction = digits.Take(ref rest, isFraction: true);
        }
        if (whole + fraction == 0 || ReadExponent(rest) is not { } exponent)
            return null;
        var size = Math.Round(digits.Scaled(exponent), decimals, MidpointRounding.AwayFromZero);
        return negative && size != 0 ? -size : size;
    }

    /// <summary>0 when there is none; null when what stands there is none.</summary>
    private static int? ReadExponent(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return 0;
        if (text is not ['e' or 'E', ..])
            return null;
        text = text[1..];
        var negative = text is ['-', ..];
        if (text is ['-' or '+', ..])
            text = text[1..];
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
            return null;
        var exponent = 0L;
        foreach (var digit in text)
            exponent = Math.Min(exponent * 10 + (digit - '0'), MaxExponent);
        return (int)(negative ? -exponent : exponent);
    }

    private static decimal[] Powers()
    {
        var powers = new decimal[BeyondDigits + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }

    /// <summary>The leading significant digits and where their point is.</summary>
    [StructLayout(LayoutKind.Auto)]
    private ref struct Digits
    {
        private long _mantissa;
        private int _kept;
        private long _exponent;

        public int Take(ref ReadOnlySpan<char> text, bool isFraction)
        {
            var count = text.IndexOfAnyExceptInRange('0', '9');
            if (count < 0)
                count = text.Length;
            foreach (var digit in text[..count])
                Add(digit - '0', isFraction);
            text = text[count..];
            return count;
        }

        public readonly decimal Scaled(int exponent)
        {
            var power = _exponent + exponent;
            if (_mantissa == 0 || _kept + power < -MaxScale + KeptDigits)
                return 0;
            if (_kept + power > BeyondDigits)
                return Beyond;
            if (power >= 0)
                return _mantissa * s_powers[power];
            return new decimal((int)_mantissa, (int)(_mantissa >> 32), 0, isNegative: false, (byte)-power);
        }

        private void Add(int digit, bool isFraction)
        {
            if (_kept == KeptDigits)
            {
                _exponent += isFraction ? 0 : 1;
                return;
            }
            _mantissa = _mantissa * 10 + digit;
            _kept += _mantissa == 0 ? 0 : 1;
            _exponent -= isFraction ? 1 : 0;
        }
    }
}
