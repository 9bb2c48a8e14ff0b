using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

/// <summary>Half a character and a NUL come from somebody's words now and then: both databases keep what can be kept,
/// and the same.</summary>
public sealed class StorableTextTests
{
    private const string Odd = "a\0b\uD83Dc\uDC00d\U0001F9FE";
    private const string Kept = "a\uFFFDb\uFFFDc\uFFFDd\U0001F9FE";

    [Fact]
    public void It_is_told_apart()
    {
        foreach (var text in new[] { "", "plain", "\U0001F9FE kvittering \U0001F9FE", Kept })
        {
            StorableText.CanBeStored(text).ShouldBeTrue(text);
            StorableText.Of(text).ShouldBeSameAs(text);
        }
        // No data of a theory: an attribute cannot keep half a character either.
        string[] odd = ["\0", "\uD83D", "x\uD83D", "\uDC00x", "\uDC00\uD83D", "\U0001F9FE\uD83Dx", Odd];
        foreach (var text in odd)
        {
            StorableText.CanBeStored(text).ShouldBeFalse(text);
            StorableText.CanBeStored(StorableText.Of(text)).ShouldBeTrue(text);
        }
        StorableText.Of(Odd).ShouldBe(Kept);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_mended_on_every_way_into_the_store(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var table = new Table("settings_kept", [("name", ColumnType.Text), ("value", ColumnType.Text)]);

        await app.Database.Write([
            new NewRow(table, "row", Odd),
            new Statement("INSERT INTO settings_kept (name, value) VALUES (@name, @Odd)", new { name = "batch", Odd }),
        ]);
        await app.Database.Write(session =>
            session.Execute(
                "INSERT INTO settings_kept (name, value) VALUES (@name, @Odd)",
                new { name = "single", Odd }
            )
        );

        var kept = await app.Database.Read(session =>
            session.Query<string>(
                $"SELECT value FROM settings_kept WHERE value = @Odd AND {session.Dialect.IsIn("name", "names")}",
                new { Odd, names = session.Dialect.List(new[] { "row", "batch", "single", Odd }) }
            )
        );
        kept.ShouldBe([Kept, Kept, Kept]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refusal_whose_words_cannot_be_stored_is_settled_and_the_route_goes_on(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Refused($"550 {Odd}");

        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        app.Email.Sent.ShouldHaveSingleItem();
        app.Post.Sent.ShouldHaveSingleItem();
        (await app.Timeline(order)).ShouldContain("DispatchRefused");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mail_that_is_taken_with_words_that_cannot_be_stored_is_not_sent_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Accepted($"250 {Odd}");

        await app.Submit(Samples.ToPerson);
        await app.Wait(TimeSpan.FromHours(1));

        app.Email.Sent.ShouldHaveSingleItem();
        (await app.JobCount()).ShouldBe(0);
    }
}
