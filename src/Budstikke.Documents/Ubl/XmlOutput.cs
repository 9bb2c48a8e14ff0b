using System.Buffers;
using System.Globalization;
using System.Text;

namespace Budstikke.Documents.Ubl;

/// <summary>
/// Writes XML elements straight into UTF-8. Names are given as literals and trusted; texts are escaped. Every element
/// ends its line, so that two documents can be compared line by line; nothing is indented.
/// </summary>
/// <param name="output">Takes the bytes as they come; nothing is buffered here.</param>
internal sealed class XmlOutput(IBufferWriter<byte> output)
{
    /// <summary>A multiple of 3, so that only the last block of Base64 is padded.</summary>
    private const int Base64BlockBytes = 3 * 1024;

    private const int DateBytes = 10;

    // XML 1.0 forbids the controls below the space but for tab, line feed and carriage return, and U+FFFE and U+FFFF.
    private const string Forbidden =
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000e\u000f\u0010\u0011\u0012\u0013\u0014"
        + "\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\ufffe\uffff";

    private static readonly SearchValues<char> SpecialInText = SearchValues.Create("&<>\r" + Forbidden);
    private static readonly SearchValues<char> SpecialInAttribute = SearchValues.Create("&<>\"\t\n\r" + Forbidden);

    /// <summary>Bytes that need no escaping.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    /// <summary><c>&lt;name&gt;</c>, the start of an element that holds others.</summary>
    public void Open(ReadOnlySpan<byte> name)
    {
        var span = output.GetSpan(name.Length + 3);
        span[0] = (byte)'<';
        name.CopyTo(span[1..]);
        span[name.Length + 1] = (byte)'>';
        span[name.Length + 2] = (byte)'\n';
        output.Advance(name.Length + 3);
    }

    /// <summary><c>&lt;/name&gt;</c>.</summary>
    public void Close(ReadOnlySpan<byte> name)
    {
        var span = output.GetSpan(name.Length + 4);
        "</"u8.CopyTo(span);
        name.CopyTo(span[2..]);
        ">\n"u8.CopyTo(span[(name.Length + 2)..]);
        output.Advance(name.Length + 4);
    }

    /// <summary>
    /// An element with a text; a blank text writes nothing, for empty elements are forbidden (PEPPOL-EN16931-R008).
    /// </summary>
    public void Element(ReadOnlySpan<byte> name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        Start(name);
        Text(text, SpecialInText);
        Close(name);
    }

    /// <summary>An element with a text and an attribute; an attribute without a value is left out.</summary>
    public void Element(ReadOnlySpan<byte> name, string? text, ReadOnlySpan<byte> attribute, string? value)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        Start(name, attribute, value);
        Text(text, SpecialInText);
        Close(name);
    }

    /// <summary>An element with a constant that needs no escaping.</summary>
    public void Element(ReadOnlySpan<byte> name, ReadOnlySpan<byte> constant)
    {
        Start(name);
        output.Write(constant);
        Close(name);
    }

    /// <summary><c>yyyy-MM-dd</c>, without a zone (PEPPOL-EN16931-F001).</summary>
    public void Element(ReadOnlySpan<byte> name, DateOnly date)
    {
        Start(name);
        date.TryFormat(output.GetSpan(DateBytes), out var written, "O", CultureInfo.InvariantCulture);
        output.Advance(written);
        Close(name);
    }

    /// <summary>A number without needless zeros.</summary>
    public void Element(ReadOnlySpan<byte> name, decimal number)
    {
        Start(name);
        Number(number, minimumDecimals: 0);
        Close(name);
    }

    /// <summary>
    /// A number without needless zeros and an attribute: a quantity in a unit, a price in a currency.
    /// </summary>
    public void Element(ReadOnlySpan<byte> name, decimal number, ReadOnlySpan<byte> attribute, string value)
    {
        Start(name, attribute, value);
        Number(number, minimumDecimals: 0);
        Close(name);
    }

    /// <summary>
    /// An amount with two decimals. More are written as they are: rounding would hide from the rules what is wrong.
    /// </summary>
    public void Amount(ReadOnlySpan<byte> name, decimal amount, string currency)
    {
        Start(name, "currencyID"u8, currency);
        Number(amount, minimumDecimals: 2);
        Close(name);
    }

    /// <summary>
    /// <c>&lt;name attribute="value"</c>; <see cref="Attribute"/> may follow, then <see cref="EndStart"/>.
    /// </summary>
    public void BeginStart(ReadOnlySpan<byte> name)
    {
        output.Write("<"u8);
        output.Write(name);
    }

    /// <summary>An attribute with a value.</summary>
    public void Attribute(ReadOnlySpan<byte> name, string value)
    {
        output.Write(" "u8);
        output.Write(name);
        output.Write("=\""u8);
        Text(value, SpecialInAttribute);
        output.Write("\""u8);
    }

    /// <summary>Ends the tag that <see cref="BeginStart"/> began.</summary>
    public void EndStart() => output.Write(">"u8);

    /// <summary>Base64 in one line, block by block.</summary>
    public void Base64(ReadOnlySpan<byte> content)
    {
        for (; content.Length > 0; content = content[Math.Min(Base64BlockBytes, content.Length)..])
        {
            var block = content[..Math.Min(Base64BlockBytes, content.Length)];
            var span = output.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(block.Length));
            System.Buffers.Text.Base64.EncodeToUtf8(block, span, out _, out var written);
            output.Advance(written);
        }
    }

    private void Start(ReadOnlySpan<byte> name)
    {
        var span = output.GetSpan(name.Length + 2);
        span[0] = (byte)'<';
        name.CopyTo(span[1..]);
        span[name.Length + 1] = (byte)'>';
        output.Advance(name.Length + 2);
    }

    private void Start(ReadOnlySpan<byte> name, ReadOnlySpan<byte> attribute, string? value)
    {
        BeginStart(name);
        if (value is not null)
            Attribute(attribute, value);
        EndStart();
    }

    private void Text(ReadOnlySpan<char> text, SearchValues<char> special)
    {
        while (text.Length > 0)
        {
            var plain = text.IndexOfAny(special);
            if (plain < 0)
                plain = text.Length;
            // A lone surrogate becomes U+FFFD here, as what XML forbids does below.
            var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(plain));
            output.Advance(Encoding.UTF8.GetBytes(text[..plain], span));
            if (plain == text.Length)
                return;
            output.Write(Escaped(text[plain]));
            text = text[(plain + 1)..];
        }
    }

    /// <summary>
    /// Line ends and tabs are written by number where a reader would change them (XML 1.0 §§ 2.11, 3.3.3).
    /// </summary>
    private static ReadOnlySpan<byte> Escaped(char special) =>
        special switch
        {
            '&' => "&amp;"u8,
            '<' => "&lt;"u8,
            '>' => "&gt;"u8,
            '"' => "&quot;"u8,
            '\t' => "&#9;"u8,
            '\n' => "&#10;"u8,
            '\r' => "&#13;"u8,
            _ => "\ufffd"u8,
        };

    private void Number(decimal number, int minimumDecimals)
    {
        const int longestBytes = 36;
        var span = output.GetSpan(longestBytes);
        number.TryFormat(span, out var written, default, CultureInfo.InvariantCulture);
        var point = span[..written].IndexOf((byte)'.');
        if (point < 0)
        {
            point = written;
            span[written++] = (byte)'.';
        }
        while (written - point - 1 > minimumDecimals && span[written - 1] == '0')
            written--;
        while (written - point - 1 < minimumDecimals)
            span[written++] = (byte)'0';
        output.Advance(minimumDecimals == 0 && written == point + 1 ? point : written);
    }
}
