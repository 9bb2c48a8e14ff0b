using System.CommandLine;
using Budstikke.Clients;

namespace Budstikke.Commands;

/// <summary>Asks whoever sits at the terminal; null where nobody does, or nobody answers.</summary>
internal delegate string? AskPerson(string question);

/// <summary>
/// What decides whether an invoice is lawful and whom it reaches. It is said of a new client and never assumed: a wrong
/// guess would show on the first invoice to a real customer.
/// </summary>
/// <param name="isNew">A known client has decided; what is given changes it.</param>
internal sealed class ClientDecisions(bool isNew)
{
    private const int MaxQuestions = 3;
    private static readonly (string Word, bool Value)[] s_yesOrNo = [("true", true), ("false", false)];
    private static readonly (string Word, ClientMode Value)[] s_modes =
    [
        ("live", ClientMode.Live),
        ("test", ClientMode.Test),
    ];

    private readonly Option<ClientMode?> _mode = new("--mode")
    {
        Description = $"live, or test: a test client's channels are always simulated.{Asked(isNew)}",
        Hidden = !isNew,
    };
    private readonly Option<bool?> _vatRegistered = new("--vat-registered")
    {
        Description = $"Whether the seller is in the VAT register.{Asked(isNew)}",
    };
    private readonly Option<bool?> _limitedCompany = new("--limited-company")
    {
        Description = $"AS, ASA or a branch: the invoice says Foretaksregisteret.{Asked(isNew)}",
    };

    /// <summary>Decided once, when the client is added.</summary>
    public Option Mode => _mode;

    public IReadOnlyList<Option> All => [_mode, _vatRegistered, _limitedCompany];

    /// <summary>The decisions of a new client, said or asked for; or what is still to be said, each as a
    /// sentence.</summary>
    public (NewClient Client, IReadOnlyList<string> Open) Take(ParseResult said, NewClient client, AskPerson ask)
    {
        var open = new List<string>();
        var mode = Take(said, _mode, "Do its invoices go to real customers, or is it for tests?", s_modes);
        var vatRegistered = Take(said, _vatRegistered, "Is the seller in the VAT register?", s_yesOrNo);
        var limitedCompany = Take(
            said,
            _limitedCompany,
            "Is it a limited company (AS, ASA) or a branch of one?",
            s_yesOrNo
        );
        var seller = client.Seller with { IsVatRegistered = vatRegistered, IsLimitedCompany = limitedCompany };
        return (client with { Mode = mode, Seller = seller }, open);

        T Take<T>(ParseResult said, Option<T?> option, string question, (string Word, T Value)[] words)
            where T : struct
        {
            if (said.GetValue(option) is { } given)
                return given;
            var choices = string.Join(" or ", words.Select(word => word.Word));
            for (var asked = 0; asked < MaxQuestions; asked++)
            {
                if (ask($"{question} ({choices}) ") is not { } answer)
                    break;
                foreach (var (word, value) in words)
                    if (word.Equals(answer.Trim(), StringComparison.OrdinalIgnoreCase))
                        return value;
            }
            open.Add($"{option.Name} must be said: {choices}. {question}");
            return default;
        }
    }

    /// <summary>What is given of a client that has decided before.</summary>
    public NewClient Change(ParseResult said, NewClient before) =>
        before with
        {
            Mode = said.GetValue(_mode) ?? before.Mode,
            Seller = before.Seller with
            {
                IsVatRegistered = said.GetValue(_vatRegistered) ?? before.Seller.IsVatRegistered,
                IsLimitedCompany = said.GetValue(_limitedCompany) ?? before.Seller.IsLimitedCompany,
            },
        };

    private static string Asked(bool isNew) => isNew ? " Asked for on a terminal, else to be given." : "";
}
