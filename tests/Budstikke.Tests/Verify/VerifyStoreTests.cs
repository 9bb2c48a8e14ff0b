using Budstikke.Tests.Support;

namespace Budstikke.Tests.Verify;

public sealed class VerifyStoreTests
{
    [Fact]
    public async Task An_empty_store_has_no_findings()
    {
        await using var app = await BudstikkeApp.Start();

        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Orders_that_went_their_way_leave_no_findings()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToCompany);
        await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var report = await Audits.Of(app);

        report.Findings.ShouldBeEmpty();
        report.Checks.Single(check => check.Check == "documents").Looked.ShouldBe(3);
        report.Checks.Single(check => check.Check == "personal numbers").Looked.ShouldBe(1);
    }
}
