using Budstikke.Orders;

namespace Budstikke.Connect;

/// <summary>What a POST brings: its body, with the idempotency key where the caller gave one; or the answer that
/// refuses it.</summary>
internal sealed record KeyedBody(ReadOnlyMemory<byte> Bytes, IdempotencyKey? Key, Answer? Refusal = null)
{
    public const int MaxKeyCharacters = 255;
    public const string KeyHeader = "Idempotency-Key";
    public const string ReplayedHeader = "idempotency-replayed";

    public static Answer KeyReused { get; } =
        Envelope.Invalid([$"The {KeyHeader} header came before with another body."]);

    /// <param name="call">What is asked; both paths of an alias are one call.</param>
    public static async Task<KeyedBody> Read(HttpContext context, string call)
    {
        var body = await Body.Read(context.Request, context.RequestAborted);
        if (body.Refusal is { } refusal)
            return new(default, null, refusal);
        var key = context.Request.Headers[KeyHeader];
        if (key.Count == 0)
            return new(body.Bytes, null);
        var text = key.ToString();
        if (key.Count > 1 || text.Length > MaxKeyCharacters)
            return Refused(
                $"The {KeyHeader} header must stand once and not be greater than {MaxKeyCharacters} characters."
            );
        // Whoever sends a key believes that a repeat is harmless. If a blank key counted as none, the repeat would be a
        // second order.
        return string.IsNullOrWhiteSpace(text)
            ? Refused($"The {KeyHeader} header must not be blank.")
            : new(body.Bytes, new(text, body.Bytes, call));
    }

    private static KeyedBody Refused(string text) => new(default, null, Envelope.Invalid([text]));

    /// <summary>Says on the answer that it is a repeat.</summary>
    public static void MarkReplayed(HttpContext context, bool isReplay)
    {
        if (isReplay)
            context.Response.Headers[ReplayedHeader] = "true";
    }
}
