using System.Text;

namespace Budstikke.Connect.Reading;

internal enum Need
{
    Optional,
    Required,

    /// <summary>Required when the body says that the customer is a company.</summary>
    RequiredIfCorporate,
}

/// <summary>A row of the field table: what a field is called, whether it must be there, and what its value must
/// be.</summary>
/// <param name="Path">As in the published table; <c>*</c> stands for a line.</param>
internal sealed record Field(string Path, Need Need, params Rule[] Rules)
{
    private const string EachLine = "products.*.";

    /// <summary>How an error names it: a capital becomes a space and a small letter; points stay.</summary>
    public string Display { get; } = DisplayOf(Path);

    public bool IsOfLine { get; } = Path.StartsWith(EachLine, StringComparison.Ordinal);

    /// <summary>The objects around it, from the outside in.</summary>
    public string[] Parents { get; } = Path.Split('.')[..^1];

    public string Name { get; } = Path.Split('.')[^1];

    /// <summary>How many a number keeps on reading; null for a field that is no number.</summary>
    public int? Decimals { get; init; }

    /// <param name="key">The line's index, or its key where the lines are an object.</param>
    public string DisplayOn(string key) => $"products.{key}.{Display[EachLine.Length..]}";

    public string MissingText(string name) =>
        Need is Need.RequiredIfCorporate
            ? $"The {name} field is required when customer details.type is corporate."
            : $"The {name} field is required.";

    private static string DisplayOf(string path)
    {
        var display = new StringBuilder();
        foreach (var c in path)
        {
            if (char.IsAsciiLetterUpper(c))
                display.Append(' ');
            display.Append(char.ToLowerInvariant(c));
        }
        return display.ToString();
    }
}
