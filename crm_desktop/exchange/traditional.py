"""Traditional characters as headings of lists write them, and the simplified ones that they are compared as."""

from __future__ import annotations

from typing import Final

SIMPLE: Final = str.maketrans(
    "戶稱電話號碼聯絡郵備註傳產數單價額開發訂職務遞區縣銷類別階狀態來訊帳國業網經統編員負責總計時間營執稅標題級規圖貨幣預轉動繫係歲齡實際辦樓層鄉鎮億萬關鍵詞簡體內機廠導門銀匯應購進庫採報賣買後詳細認證護領"
    "處組織點結對師學歷頁頭寶顧問記錄評設製書長東會議約還從屬檔啟無據納審減獨資為見親龍現傭籤簽項",
    "户称电话号码联络邮备注传产数单价额开发订职务递区县销类别阶状态来讯帐国业网经统编员负责总计时间营执税标题级规图货币预转动系系岁龄实际办楼层乡镇亿万关键词简体内机厂导门银汇应购进库采报卖买后详细认证护领"
    "处组织点结对师学历页头宝顾问记录评设制书长东会议约还从属档启无据纳审减独资为见亲龙现佣签签项",
)
"""Traditional characters of headings as simplified ones: 客戶名稱 is 客户名称."""
