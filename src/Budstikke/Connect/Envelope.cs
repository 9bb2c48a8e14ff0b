using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Connect.Reading;
using Microsoft.AspNetCore.WebUtilities;

namespace Budstikke.Connect;

/// <summary>
/// The envelopes of the Connect API: status_code, status_message, message, then either is_data and data or is_error and
/// errors, in this order.
/// </summary>
internal static class Envelope
{
    /// <summary>Names stay readable: an answer is never part of an HTML page.</summary>
    private static readonly JsonWriterOptions s_readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly Answer s_unauthorized = Failed(401, "Unauthorized", "unauthenticated");
    private static readonly Answer s_methodNotAllowed = Failed(405, "Method Not Allowed", "methodNotAllowed");

    /// <summary>200, 201 or 202. Whether <c>is_data</c> is true differs call by call, and not with the data.</summary>
    /// <param name="data">Writes the value; null for null.</param>
    public static Answer Success(int status, string message, bool isData, Action<Utf8JsonWriter>? data = null) =>
        Write(
            status,
            "OK",
            message,
            json =>
            {
                json.WriteBoolean("is_data", isData);
                json.WritePropertyName("data");
                if (data is null)
                    json.WriteNullValue();
                else
                    data(json);
            }
        );

    /// <summary>201 of Send Invoice and its variants.</summary>
    public static Answer OrderAdded(string orderUuid, string customerUuid) =>
        Success(
            201,
            "orderAddedSuccessfully",
            isData: false,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("uuid", orderUuid);
                json.WriteString("customerUuid", customerUuid);
                json.WriteEndObject();
            }
        );

    /// <summary>400, though <c>is_error</c> is false: the state of an order forbids it.</summary>
    public static Answer Conflict(string message) =>
        Write(
            400,
            "Conflict of Business Logic",
            message,
            json =>
            {
                json.WriteBoolean("is_error", false);
                json.WriteNull("errors");
            }
        );

    /// <summary>401. Where no token came there is no <c>error</c> in the challenge (RFC 6750 § 3.1).</summary>
    public static Answer Unauthorized(TokenFault fault) =>
        s_unauthorized with
        {
            Challenge =
                fault == TokenFault.Missing
                    ? $"Bearer error_description=\"{fault.Sentence()}\""
                    : $"Bearer error=\"invalid_token\", error_description=\"{fault.Sentence()}\"",
        };

    /// <summary>403: the token is right, and may not do this.</summary>
    public static Answer LacksScope(string token, string needed, string has) =>
        Failed(
            403,
            "Forbidden",
            "tokenLacksScope",
            json => WriteTexts(json, [$"The token {token} may {has}; this call needs {needed}."])
        ) with
        {
            Challenge = $"Bearer error=\"insufficient_scope\", scope=\"{needed}\"",
        };

    /// <summary>404; calls differ in the message: see <see cref="NotFoundMessage"/>.</summary>
    public static Answer NotFound(string message) =>
        Write(
            404,
            "Not Found",
            message,
            json =>
            {
                json.WriteBoolean("is_data", false);
                json.WriteNull("data");
            }
        );

    /// <summary>417: every failure as a text.</summary>
    public static Answer Invalid(IReadOnlyList<string> errors) =>
        Failed(417, "Client Error", "payloadValidationErrors", json => WriteTexts(json, errors));

    /// <summary>417 of a preview, with what would have been right.</summary>
    public static Answer Invalid(IReadOnlyList<string> errors, IReadOnlyList<Hint> hints) =>
        Write(
            417,
            "Client Error",
            "payloadValidationErrors",
            json =>
            {
                json.WriteBoolean("is_error", true);
                json.WritePropertyName("errors");
                WriteTexts(json, errors);
                json.WriteStartArray("hints");
                foreach (var hint in hints)
                {
                    json.WriteStartObject();
                    json.WriteString("field", hint.Field);
                    json.WriteString("hint", hint.Text);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
        );

    /// <summary>What the server refused before it was a call: a line or a header that is none, or too long, or too
    /// slow.</summary>
    public static Answer BadRequest(int status) => Failed(status, ReasonPhrases.GetReasonPhrase(status), "badRequest");

    /// <summary>What nobody answered: an unknown path, a wrong method. Null for all else.</summary>
    public static Answer? OfUnanswered(int status) =>
        status switch
        {
            StatusCodes.Status404NotFound => NotFound(NotFoundMessage.Path),
            StatusCodes.Status405MethodNotAllowed => s_methodNotAllowed,
            _ => null,
        };

    public static Answer TooManyRequests(int retryAfterSeconds) =>
        Failed(429, "Too Many Requests", "tooManyRequests") with
        {
            RetryAfterSeconds = retryAfterSeconds,
        };

    /// <summary>500: the database or the disk failed, and the caller may try again.</summary>
    public static Answer DependencyFailed(DateTimeOffset happenedAt, string traceId) =>
        Failed(
            500,
            "Internal Dependency Error",
            "internalErrorOccurredPleaseTryAgainLater",
            json =>
            {
                json.WriteStartObject();
                json.WriteString("happenedAt", InUtc(happenedAt));
                json.WritePropertyName("internalErrorDetails");
                WriteTexts(json, [$"trace {traceId}"]);
                json.WriteEndObject();
            }
        );

    public static Answer TooBusy(int retryAfterSeconds) =>
        Failed(503, "Service Unavailable", "tooBusyPleaseTryAgain") with
        {
            RetryAfterSeconds = retryAfterSeconds,
        };

    /// <summary>503 of a check by the official rules, where the operator has set none.</summary>
    public static Answer NoRules() => Failed(503, "Service Unavailable", "noOfficialRulesAreSet");

    /// <summary>510: a defect of ours, of which the caller learns nothing but where the log has it.</summary>
    public static Answer Defect(string traceId) =>
        Failed(
            510,
            "Execution Exception Occurred",
            "somethingWentWrong",
            json => WriteTexts(json, [$"trace {traceId}"])
        );

    private static Answer Failed(
        int status,
        string statusMessage,
        string message,
        Action<Utf8JsonWriter>? errors = null
    ) =>
        Write(
            status,
            statusMessage,
            message,
            json =>
            {
                json.WriteBoolean("is_error", true);
                json.WritePropertyName("errors");
                if (errors is null)
                    json.WriteNullValue();
                else
                    errors(json);
            }
        );

    private static Answer Write(int status, string statusMessage, string message, Action<Utf8JsonWriter> tail)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_readable))
        {
            json.WriteStartObject();
            json.WriteNumber("status_code", status);
            json.WriteString("status_message", statusMessage);
            json.WriteString("message", message);
            tail(json);
            json.WriteEndObject();
        }
        return new(status, buffer.WrittenSpan.ToArray());
    }

    private static void WriteTexts(Utf8JsonWriter json, IReadOnlyList<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string InUtc(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>What a 404 says was not found: the calls spell it in two ways.</summary>
internal static class NotFoundMessage
{
    public const string Path = "notFound";
    public const string Order = "orderNotFound";

    /// <summary>Of the calls that ask for a status.</summary>
    public const string OrderOfStatus = "Order Not Found";
    public const string Customer = "customerNotFound";
    public const string Invoice = "invoiceNotFound";
    public const string OutboxEntry = "outboxEntryNotFound";
}
