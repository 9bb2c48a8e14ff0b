using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Budstikke.Distribution.Post;

/// <summary>What the printer is told about a letter: the JSON beside its PDF. Its presence says that the letter is
/// whole.</summary>
internal sealed record LetterManifest
{
    /// <summary>The same in every try: a printer that has printed it need not print it again.</summary>
    public required string Key { get; init; }

    /// <summary>The PDF's name in the same folder.</summary>
    public required string File { get; init; }

    /// <summary>Of the PDF, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public required long Bytes { get; init; }

    /// <summary><c>invoice</c> or <c>creditNote</c>.</summary>
    public required string Document { get; init; }

    public required string Number { get; init; }

    public required string IssueDate { get; init; }

    /// <summary>To whom what cannot be delivered goes back.</summary>
    public required string Seller { get; init; }

    /// <summary>As they stand in the envelope's window.</summary>
    public required IReadOnlyList<string> AddressLines { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>en, no, sv, da or de.</summary>
    public required string Language { get; init; }

    public LetterPrinting Printing { get; init; } = new();

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    public byte[] ToJson() => Encoding.UTF8.GetBytes(ToText() + "\n");

    public string ToText() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Null when the bytes are no manifest.</summary>
    public static LetterManifest? Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<LetterManifest>(json, s_json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How our PDF is meant to be printed.</summary>
internal sealed record LetterPrinting
{
    public string Paper { get; init; } = "A4";

    /// <summary>Page two on the back of page one.</summary>
    public bool Duplex { get; init; } = true;

    public bool Colour { get; init; }

    public string Envelope { get; init; } = "C5, window left";
}
