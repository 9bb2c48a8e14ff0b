using System.Net;
using Budstikke.Jobs;

namespace Budstikke.Peppol;

/// <summary>
/// Finds a participant's access point: the network's directory (SML) names his SMP, and that says in a signed answer
/// where documents of one kind go. Each step is noted with what came of it; nothing is kept here.
/// </summary>
internal sealed class LookUp(
    PeppolSettings settings,
    SmlClient sml,
    PeppolHttp http,
    PeppolTrust trust,
    TimeProvider time
)
{
    private const string Scheme = "iso6523-actorid-upis::";
    private const string DocumentScheme = "busdox-docid-qns::";
    private const int MaxStepCharacters = 500;

    /// <summary>An answer is asked for again after a day at the latest, as the network's policy has it.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <param name="participant">As <c>0192:991825827</c>, in lower case.</param>
    public async Task<Finding> Run(string participant, PeppolDocument document, CancellationToken cancel)
    {
        var steps = new List<LookupStep>();
        var name = SmlName.Of(participant, settings.Zone);
        var begun = time.GetTimestamp();
        var answer = await sml.Ask(name, cancel);
        Note(steps, $"SML, NAPTR of {name}", answer.Said, begun);
        return answer switch
        {
            SmlAnswer.At at => await Ask(
                new(participant, document),
                UrlOf(at.Smp, participant, document),
                steps,
                [],
                cancel
            ),
            SmlAnswer.NotThere => new NotRegistered($"{participant} is not registered in Peppol.", steps),
            _ => new CouldNotFindOut("The directory of Peppol (SML) could not be asked.", ForEverybody: true, steps),
        };
    }

    /// <param name="before">The answers that led here.</param>
    private async Task<Finding> Ask(
        SmpQuestion question,
        Uri url,
        List<LookupStep> steps,
        IReadOnlyList<byte[]> before,
        CancellationToken cancel
    )
    {
        var begun = time.GetTimestamp();
        var reply = await http.Get(url, cancel);
        Note(steps, $"SMP, {url.AbsoluteUri}", Words(reply), begun);
        if (reply.Status == HttpStatusCode.NotFound)
            return new NotRegistered(
                $"{question.Participant} is registered in Peppol, but not for this kind of document.",
                steps
            );
        if (reply.WhyNone is not null || reply.Status != HttpStatusCode.OK)
            return Unclear($"The SMP {url.Host} of {question.Participant} did not answer as it should.", steps);
        begun = time.GetTimestamp();
        var now = time.GetUtcNow();
        var answer = SmpAnswer.Of(reply.Body, question, trust, now);
        Note(steps, "Answer", answer.Said, begun);
        return answer switch
        {
            SmpAnswer.At at when http.WhyNot(at.Endpoint.Address) is { } reason => Unclear(
                $"The access point of {question.Participant} may not be called: {reason}.",
                steps
            ),
            SmpAnswer.At at => new Found(at.Endpoint, Earlier(at.Until, now + s_longest), steps)
            {
                Answers = [.. before, reply.Body],
            },
            SmpAnswer.Elsewhere when question.SignerUid is not null => Unclear(
                $"The SMPs of {question.Participant} send us on more than once.",
                steps
            ),
            SmpAnswer.Elsewhere next => await Ask(
                question with
                {
                    SignerUid = next.SignerUid,
                },
                next.Url,
                steps,
                [.. before, reply.Body],
                cancel
            ),
            _ => Unclear($"What the SMP {url.Host} says of {question.Participant} cannot be used.", steps),
        };
    }

    private static CouldNotFindOut Unclear(string reason, List<LookupStep> steps) =>
        new(reason, ForEverybody: false, steps);

    private static Uri UrlOf(Uri smp, string participant, PeppolDocument document) =>
        new(
            $"{smp.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(Scheme + participant)}/services/"
                + Uri.EscapeDataString(DocumentScheme + document.Id)
        );

    private static string Words(HttpReply reply) =>
        reply.WhyNone
        ?? $"HTTP {(int?)reply.Status}"
            + ((int?)reply.Status is >= 300 and < 400 ? ", a redirect that is not followed" : "");

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private void Note(List<LookupStep> steps, string asked, string said, long begun) =>
        steps.Add(new(asked, Printable(said), time.GetElapsedTime(begun)));

    /// <summary>The other side's words stand in evidence, on terminals and in the log.</summary>
    private static string Printable(string said) =>
        Cut.To(string.Concat(said.Select(c => char.IsControl(c) ? '?' : c)), MaxStepCharacters);
}
