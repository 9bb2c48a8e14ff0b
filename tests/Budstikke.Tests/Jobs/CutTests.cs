using Budstikke.CustomerService;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Storage;

namespace Budstikke.Tests.Jobs;

/// <summary>A text that is too long is made shorter by whole characters.</summary>
public sealed class CutTests
{
    private const string Family = "\U0001F469\u200D\U0001F469\u200D\U0001F467";

    [Theory]
    [InlineData("kort", 4, "kort")]
    [InlineData("lengre", 4, "leng…")]
    [InlineData("abc\U0001F9FEdef", 4, "abc…")]
    [InlineData("abc\U0001F9FEdef", 5, "abc\U0001F9FE…")]
    [InlineData("Ame\u0301lie", 3, "Am…")]
    [InlineData("a" + Family + "b", 8, "a…")]
    [InlineData("a" + Family + "b", 9, "a" + Family + "…")]
    [InlineData("\U0001F9FE", 1, "…")]
    [InlineData("", 0, "")]
    public void It_keeps_whole_characters_as_people_see_them(string text, int max, string expected) =>
        Cut.To(text, max).ShouldBe(expected);

    [Fact]
    public void A_letter_with_more_marks_than_there_is_room_for_loses_some()
    {
        var zalgo = "e" + new string('\u0301', 100);

        Cut.To(zalgo, 10).ShouldBe("e" + new string('\u0301', 9) + "…");
    }

    [Fact]
    public void Whatever_it_cuts_can_be_stored()
    {
        var text = string.Concat(Enumerable.Repeat("Ær\U0001F9FE" + Family + "e\u0301", 20));
        for (var max = 0; max <= text.Length; max++)
        {
            var cut = Cut.To(text, max);
            StorableText.CanBeStored(cut).ShouldBeTrue($"{max}");
            cut.Length.ShouldBeLessThanOrEqualTo(max + 1);
        }
    }

    [Fact]
    public void A_long_reply_of_a_mail_server_and_a_long_reason_of_a_case_are_cut_so()
    {
        var receipts = string.Concat(Enumerable.Repeat("\U0001F9FE", 10_000));

        foreach (var pad in new[] { "", "x" })
        {
            StorableText.CanBeStored(new SmtpReply(550, [$"550 {pad}{receipts}"]).ToString()).ShouldBeTrue();
            StorableText.CanBeStored(Opened(pad + receipts).Reason).ShouldBeTrue();
        }
    }

    private static NewCase Opened(string reason) =>
        new()
        {
            ClientId = "C",
            Timelines = ["O"],
            Subject = "O",
            Kind = NewCase.InvoiceRejected,
            Reasons = [reason],
        };
}
