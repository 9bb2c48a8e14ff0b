using Budstikke.CustomerService;
using Budstikke.Documents.Wording;
using Budstikke.Storage;

namespace Budstikke.WebConsole.Pages;

/// <summary>What a person must do now, the oldest first.</summary>
internal sealed class CasesModel(Doorkeeper door, Cases cases, Database database, TimeProvider time) : ConsolePage(door)
{
    private const int MaxShown = 200;

    public override string Title => Say(Words.CasesOpen);

    public IReadOnlyList<CaseAbout> Open { get; private set; } = [];

    public async Task OnGet()
    {
        var open = await cases.About(await cases.List(limit: MaxShown, clientId: Me.Sees ?? Me.ActsFor));
        // What is put off stands behind what is not.
        Open = [.. open.OrderBy(IsSnoozed)];
        Names = await UserNames.Of(database, open.Select(one => one.Row.TakenBy));
    }

    /// <summary>Who has taken them, by name.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    public bool IsSnoozed(CaseAbout one) => one.Row.SnoozedUntil > time.GetUtcNow().ToUnixTimeMilliseconds();

    public string TitleOf(CaseAbout one) => CaseWords.For(one.Row.Kind).Title.In(IsEnglish ? Language.En : Language.No);

    public string AgeOf(CaseAbout one) => Shown.Age(one.Row.OpenedAt, time.GetUtcNow());
}
