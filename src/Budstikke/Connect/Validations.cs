using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Documents.Schematron;
using Budstikke.Invoicing;

namespace Budstikke.Connect;

/// <summary>
/// <c>POST /api/v1/validate</c>: a UBL document of any origin, checked by the official rules. Two are checked at once,
/// and each counts as so many calls as it has parts of <see cref="BytesForOneCall"/>.
/// </summary>
internal sealed class Validations(OfficialRules rules, RateLimit limit) : IDisposable
{
    private const int BytesForOneCall = 100 * 1024;
    private const int AtOnce = 2;
    private const int RetryAfterSeconds = 1;
    private const string ScopeParameter = "scope";
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _places = new(AtOnce, AtOnce);

    public async Task<Answer> Handle(HttpContext context, Caller caller)
    {
        if (rules.Validator is not { } validator)
            return Envelope.NoRules();
        var body = await Body.Read(context.Request, BodyRules.Xml, context.RequestAborted);
        if (body.Refusal is { } refusal)
            return refusal;
        if (TravelsOverPeppol(context.Request.Query) is not { } travels)
            return Envelope.Invalid([$"The selected {ScopeParameter} is invalid."]);
        if (limit.Weigh(context, caller.Client.ClientId, 1 + body.Bytes.Length / BytesForOneCall) is { } tooMany)
            return tooMany;
        if (!await _places.WaitAsync(s_longest, context.RequestAborted))
            return Envelope.TooBusy(RetryAfterSeconds);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            deadline.CancelAfter(s_longest);
            var verdict = await Task.Run(
                () => validator.Check(body.Bytes.ToArray(), travels, deadline.Token),
                context.RequestAborted
            );
            return Envelope.Success(
                200,
                "documentValidatedSuccessfully",
                isData: true,
                json => Write(json, verdict, rules.Names(travels)!)
            );
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private static bool? TravelsOverPeppol(IQueryCollection query) =>
        query[ScopeParameter].ToString() switch
        {
            "" or "peppol" => true,
            "en16931" => false,
            _ => null,
        };

    private static void Write(Utf8JsonWriter json, Verdict verdict, IReadOnlyList<string> names)
    {
        json.WriteStartObject();
        json.WriteString("outcome", NameOf(verdict.Outcome));
        json.WriteString("reason", verdict.Reason);
        json.WriteStartArray("rules");
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in verdict.Findings)
        {
            json.WriteStartObject();
            json.WriteString("ruleSet", finding.RuleSet);
            json.WriteString("rule", finding.RuleId);
            json.WriteString("severity", finding.Severity == Severity.Fatal ? "fatal" : "warning");
            json.WriteString("location", finding.Location);
            json.WriteNumber("line", finding.Line);
            json.WriteNumber("column", finding.Column);
            json.WriteString("text", finding.Text);
            json.WriteString("value", finding.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string NameOf(Outcome outcome) =>
        outcome switch
        {
            Outcome.Valid => "valid",
            Outcome.Invalid => "invalid",
            _ => "couldNotCheck",
        };
}
