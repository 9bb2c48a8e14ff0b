using System.Net;
using System.Text.Json;
using Budstikke.Jobs;

namespace Budstikke.Providers.Maventa;

/// <summary>
/// Hands documents to Maventa and asks what became of them. It is told the one route that our own channel stands for,
/// and to fail silently beyond: what comes next is our route's to decide.
/// </summary>
internal sealed class MaventaProvider : IDisposable
{
    private readonly MaventaCall _call;
    private readonly MaventaTokens _tokens;

    public MaventaProvider(MaventaSettings settings, TimeProvider time)
    {
        _call = new(settings);
        _tokens = new(_call, settings, time);
    }

    public Provider AsProvider() => new(MaventaDescription.Name, Send, Follow);

    public async Task<Outcome> Send(ProviderLogin login, ProviderDocument document, CancellationToken cancel)
    {
        if (document.IsRepeat && await Earlier(login, document.Id, cancel) is { } earlier)
            return earlier;
        if (document.To is PersonReceiver person && await WhyNot(login, person, cancel) is { } why)
            return why;
        var answer = await Authorized(login, HttpMethod.Post, "v1/invoices", () => MaventaForm.Of(document), cancel);
        var outcome = MaventaOutcomes.OfSending(answer);
        // The published interface does not say how it answers an id that it has: where it refuses, it is asked.
        return outcome is Refused && await Earlier(login, document.Id, cancel) is { } taken ? taken : outcome;
    }

    public async Task<ProviderNews> Follow(ProviderLogin login, string documentId, CancellationToken cancel)
    {
        var answer = await Authorized(login, HttpMethod.Get, PathOf(documentId), null, cancel);
        return answer is { IsSuccess: true, Json: { ValueKind: JsonValueKind.Object } invoice }
            ? MaventaStatuses.Of(invoice)
            : new(ProviderState.Unknown, answer.Evidence, []);
    }

    public void Dispose() => _call.Dispose();

    private static string PathOf(string documentId) => $"v1/invoices/{Uri.EscapeDataString(documentId)}";

    /// <summary>What is known of the document from an earlier try: it was taken, or nobody can say now. Null where it
    /// is unknown there.</summary>
    private async Task<Outcome?> Earlier(ProviderLogin login, string documentId, CancellationToken cancel)
    {
        var answer = await Authorized(login, HttpMethod.Get, PathOf(documentId), null, cancel);
        return answer.IsSuccess ? new Accepted($"{answer.Evidence}\nAn earlier try had handed it over already.")
            : answer.Status == HttpStatusCode.NotFound ? null
            : new Deferred($"{answer.Evidence}\nWhether an earlier try handed it over could not be asked.");
    }

    /// <summary>Null where a bank takes e-invoices for him.</summary>
    private async Task<Outcome?> WhyNot(ProviderLogin login, PersonReceiver person, CancellationToken cancel)
    {
        var answer = await Authorized(
            login,
            HttpMethod.Get,
            $"v1/lookup/consumers?routes=yes2all&ssn={Uri.EscapeDataString(person.Reveal())}",
            null,
            cancel
        );
        return MaventaOutcomes.OfLookUp(answer);
    }

    /// <summary>With a token; once more with a new one where the provider does not know it any longer.</summary>
    private async Task<MaventaAnswer> Authorized(
        ProviderLogin login,
        HttpMethod method,
        string path,
        Func<HttpContent>? content,
        CancellationToken cancel
    )
    {
        for (var isAgain = false; ; isAgain = true)
        {
            var (token, refusal) = await _tokens.For(login, cancel);
            if (token is null)
                return new(HttpStatusCode.Unauthorized, $"no token: {refusal!.Evidence}", WasSent: false);
            using var body = content?.Invoke();
            var answer = await _call.Send(method, path, body, token, cancel);
            if (answer.Status != HttpStatusCode.Unauthorized || isAgain)
                return answer;
            _tokens.Forget(login, token);
        }
    }
}
