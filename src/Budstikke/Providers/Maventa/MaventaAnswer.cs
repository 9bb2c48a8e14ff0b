using System.Globalization;
using System.Net;
using System.Text.Json;
using Budstikke.Jobs;

namespace Budstikke.Providers.Maventa;

/// <summary>What a call came to: an answer, or why there is none.</summary>
/// <param name="Status">Null where no answer came.</param>
/// <param name="Body">As text, cut off where it is long.</param>
/// <param name="WasSent">All of the request was written.</param>
internal sealed record MaventaAnswer(HttpStatusCode? Status, string Body, bool WasSent)
{
    private const int MaxEvidenceCharacters = 1000;

    public bool IsSuccess => Status is { } status && (int)status is >= 200 and < 300;

    /// <summary>In the provider's own words; a personal number in them is masked.</summary>
    public string Evidence =>
        Status is { } status
            ? $"Maventa: HTTP {((int)status).ToString(CultureInfo.InvariantCulture)} {Kept(Body)}".TrimEnd()
            : $"Maventa: {Kept(Body)}";

    /// <summary>What one member of a JSON object says; null where the body is none, or has none.</summary>
    public string? Text(string member) =>
        Json is { ValueKind: JsonValueKind.Object } json
        && json.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Null where the body is no JSON.</summary>
    public JsonElement? Json
    {
        get
        {
            try
            {
                using var document = JsonDocument.Parse(Body);
                return document.RootElement.Clone();
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    public static string Kept(string text) => Cut.To(MaskedText.Of(text.Trim()), MaxEvidenceCharacters);
}
