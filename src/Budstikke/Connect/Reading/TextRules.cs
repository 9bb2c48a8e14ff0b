using System.Buffers;
using Budstikke.Documents.Wording;

namespace Budstikke.Connect.Reading;

internal sealed record IsText : Rule
{
    public override bool Holds(in Value value, Surroundings around) => value.Kind is ValueKind.Text;

    public override string Text(string name) => $"The {name} must be a string.";
}

/// <summary>Characters as people count them in Unicode: code points.</summary>
internal sealed record MaxCharacters(int Count) : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Kind is not ValueKind.Text || value.Text.Length <= Count || CountOf(value.Text) <= Count;

    public override string Text(string name) => $"The {name} must not be greater than {Count} characters.";

    internal static int CountOf(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}

/// <summary>A text, or a number as it was written, of so many characters.</summary>
internal sealed record Characters(int Count) : Rule
{
    public override bool Holds(in Value value, Surroundings around) => MaxCharacters.CountOf(value.Text) == Count;

    public override string Text(string name) => $"The {name} must be {Count} characters.";
}

/// <summary>ASCII digits and nothing else.</summary>
internal sealed record OnlyDigits : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Text.Length > 0 && !value.Text.AsSpan().ContainsAnyExceptInRange('0', '9');

    public override string Text(string name) => $"The {name} format is invalid.";

    public override string Hint(Surroundings around) => "A text of the digits 0 to 9 alone.";
}

/// <summary>
/// What cannot stand in an XML document (XML 1.0 § 2.2) cannot stand in an invoice. A lone surrogate was made a U+FFFF
/// on reading.
/// </summary>
internal sealed record XmlCharacters : Rule
{
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create([
        .. Enumerable.Range(0, ' ').Select(c => (char)c).Except(['\t', '\n', '\r']),
        '\uFFFE',
        '\uFFFF',
    ]);

    public override bool Holds(in Value value, Surroundings around) => !value.Text.AsSpan().ContainsAny(s_forbidden);

    public override string Text(string name) => $"The {name} format is invalid.";
}

/// <summary>Its syntax; whether somebody reads it is found out by writing.</summary>
internal sealed record IsEmail : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Kind is ValueKind.Text && EmailSyntax.IsAddress(value.Text);

    public override string Text(string name) => $"The {name} must be a valid email address.";
}

internal sealed record OneOf(params string[] Choices) : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Kind is ValueKind.Text && Choices.Contains(value.Text);

    public override string Text(string name) => $"The selected {name} is invalid.";

    public override string Hint(Surroundings around) => Allowed(Choices);
}

/// <summary>ISO 3166-1 alpha-2, upper case.</summary>
internal sealed record IsCountry : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Kind is ValueKind.Text && Countries.Has(value.Text);

    public override string Text(string name) => $"The selected {name} is invalid.";

    public override string Hint(Surroundings around) => "A code of ISO 3166-1 in two capital letters, like NO.";
}
