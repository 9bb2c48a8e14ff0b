using Budstikke.Orders;

namespace Budstikke.Connect;

/// <summary>What a POST brings: its body, with the idempotency key where the caller gave one; or the text that refuses it.</summary>
internal sealed record KeyedBody(ReadOnlyMemory<byte> Bytes, IdempotencyKey? Key, string? Fault = null)
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
        if (body.Fault is not null)
            return new(default, null, body.Fault);
        var key = context.Request.Headers[KeyHeader];
        if (key.Count > 1 || key.ToString().Length > MaxKeyCharacters)
            return new(
                default,
                null,
                $"The {KeyHeader} header must stand once and not be greater than {MaxKeyCharacters} characters."
            );
        return new(body.Bytes, key.ToString() is { Length: > 0 } text ? new(text, body.Bytes, call) : null);
    }

    /// <summary>Says on the answer that it is a repeat.</summary>
    public static void MarkReplayed(HttpContext context, bool isReplay)
    {
        if (isReplay)
            context.Response.Headers[ReplayedHeader] = "true";
    }
}
